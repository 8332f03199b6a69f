/**
 * Strict reading and writing of {@code application/x-www-form-urlencoded} text: query strings and form bodies of OAuth
 * requests and responses.
 *
 * <p>What does not belong here: reading the text from a connection, and what a parameter means.
 */
@NullMarked
package dev.mcpoauth.core.form;

import org.jspecify.annotations.NullMarked;
