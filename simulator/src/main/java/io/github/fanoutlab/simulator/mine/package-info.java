/**
 * The adapter that a reader of the course writes, {@code MyAdapter}: compiled from {@code workbook/} while the program runs, and
 * used by the servers wherever {@code mine} is played. What is compiled here is not part of the build.
 */
package io.github.fanoutlab.simulator.mine;
