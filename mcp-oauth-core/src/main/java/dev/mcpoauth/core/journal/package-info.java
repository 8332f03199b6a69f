/**
 * A journal of recent flows: the diagnostic events of one sign-in, refresh or refusal, joined across the requests that it took.
 * What a page or a report shows of it is made elsewhere; nothing in here knows HTTP.
 */
@NullMarked
package dev.mcpoauth.core.journal;

import org.jspecify.annotations.NullMarked;
