/**
 * Who may sign in: password accounts in a file. An example of what stands behind the library's login; it knows nothing
 * of OAuth beyond that.
 */
@NullMarked
package dev.mcpoauth.example.database.account;

import org.jspecify.annotations.NullMarked;
