/** Clients that identify themselves by the URL of a document that describes them (OAuth Client ID Metadata Document). */
@NullMarked
package dev.mcpoauth.server.document;

import org.jspecify.annotations.NullMarked;
