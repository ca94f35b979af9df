/**
 * Shelf labels: what one says, how it is laid out in millimetres, the files that are printed, and the jobs that print
 * many. It remembers which price was printed for which shelf, so that a changed price is printed again and nothing else.
 * Tables: label_job, label_job_part, label_job_left_out, printed_label, label_price.
 */
@NullMarked
package io.noren.integration.qr.label;

import org.jspecify.annotations.NullMarked;
