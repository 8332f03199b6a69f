/** What the verifiers of remote issuers share; nobody else imports it. */
@NullMarked
package dev.mcpoauth.server.resource.internal;

import org.jspecify.annotations.NullMarked;
