/**
 * The SFTP server to which tills push their files. Each account has keys and a folder of its own in the inbox; a file is
 * there for the drop folder when, and only when, it is complete and on disk.
 */
@NullMarked
package io.noren.pos.sftp;

import org.jspecify.annotations.NullMarked;
