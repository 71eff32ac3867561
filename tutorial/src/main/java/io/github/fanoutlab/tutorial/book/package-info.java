/**
 * The book's press: Markdown pages whose numbers, diagrams and listings are written by the build and held to it.
 *
 * <p>A page asks for what it wants in comments that no reader of the rendered page sees:
 *
 * <pre>{@code
 * <!-- generated: listing adapter/src/main/java/…/Emitter.java publish -->
 * whatever stands here is replaced
 * <!-- end -->
 *
 * A client hears <!-- n: four-emitters/both/perSecond -->4<!-- /n --> of them each second.
 * }</pre>
 *
 * <p>{@link io.github.fanoutlab.tutorial.book.Book} goes over the pages, {@link io.github.fanoutlab.tutorial.book.Page}
 * reads one, and a {@link io.github.fanoutlab.tutorial.book.Generator} writes what one directive asks for. Nothing in here
 * knows what a server or a run is.
 */
package io.github.fanoutlab.tutorial.book;
