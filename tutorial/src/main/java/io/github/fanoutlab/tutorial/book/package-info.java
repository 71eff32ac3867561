/**
 * The book: Markdown pages whose numbers, diagrams and listings are written by the build, and a check that they have not drifted.
 *
 * <p>A page asks for them in comments, which are invisible in the rendered page:
 *
 * <pre>{@code
 * <!-- generated: listing adapter/src/main/java/…/Emitter.java publish -->
 * this text is replaced
 * <!-- end -->
 *
 * A client gets <!-- n: four-emitters/both/eventsEachPerSecond -->4<!-- /n --> of them each second.
 * }</pre>
 *
 * <p>{@link io.github.fanoutlab.tutorial.book.Book} goes over the pages, {@link io.github.fanoutlab.tutorial.book.Page}
 * reads one, and a {@link io.github.fanoutlab.tutorial.book.Generator} writes what one directive asks for. Nothing here knows what
 * a server or a run is.
 */
package io.github.fanoutlab.tutorial.book;
