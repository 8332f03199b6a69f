/**
 * The JSON documents of OAuth as typed views: authorization server metadata, protected resource metadata, client
 * metadata, registration and token responses, and where the well-known ones are found.
 *
 * <p>A view keeps the whole document, so that members nobody here knows survive a round trip. What does not belong here:
 * fetching, caching, and policy about what a document offers.
 */
@NullMarked
package dev.mcpoauth.core.metadata;

import org.jspecify.annotations.NullMarked;
