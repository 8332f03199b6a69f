/**
 * Which client this is towards an authorization server: set up beforehand, a client identifier metadata document, or
 * registered dynamically (RFC 7591) and remembered per issuer.
 */
@NullMarked
package dev.mcpoauth.client.registration;

import org.jspecify.annotations.NullMarked;
