/**
 * The filter language of sends and of group changes, from its text to a question that lanes ask of connections.
 *
 * <p>Map: {@link dev.groundwave.server.filter.FilterLanguage} is the way in; {@code Lexer} and {@code FilterParser} make
 * a tree of {@code Node}s, {@code FilterCompiler} checks its types and makes {@code Term}s. Source: rest-api.md, section 6.
 */
@NullMarked
package dev.groundwave.server.filter;

import org.jspecify.annotations.NullMarked;
