/**
 * The book as a site: {@link io.github.fanoutlab.tutorial.site.Site} turns the course, and every file that it links to, into pages
 * that need no network and no server; {@link io.github.fanoutlab.tutorial.site.BookCommand} writes or serves them.
 */
package io.github.fanoutlab.tutorial.site;
