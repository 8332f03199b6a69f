/**
 * Where the authorization server keeps what it remembers: embedded, for one node, or shared by several. Belongs here:
 * addresses, pools and their limits. Does not belong here: what is kept; that is the library's.
 */
@NullMarked
package dev.mcpoauth.example.database.store;

import org.jspecify.annotations.NullMarked;
