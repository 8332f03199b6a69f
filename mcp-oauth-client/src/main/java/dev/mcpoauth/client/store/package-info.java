/**
 * Where registrations and tokens survive the process: a small store of named JSON documents with compare-and-set and a
 * lock that reaches across processes; in memory, in files, and in encrypted files with their key in the operating system's
 * keychain. What the documents mean belongs elsewhere.
 */
@NullMarked
package dev.mcpoauth.client.store;

import org.jspecify.annotations.NullMarked;
