/**
 * HTTP as the protocol rules see it: one bounded request, one bounded answer, no redirects; and the policy on which URLs
 * may be asked at all. What the answers mean belongs elsewhere.
 */
@NullMarked
package dev.mcpoauth.client.http;

import org.jspecify.annotations.NullMarked;
