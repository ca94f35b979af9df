package io.noren.integration.qr.label;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The one file that a job's labels go into, as they are drawn: a PDF, or a ZIP file of pictures. */
interface LabelFile extends Closeable {
    void add(String sku, LabelDrawing drawing) throws IOException;

    /** Whole from then on. */
    void finish() throws IOException;

    static LabelFile at(Path path, LabelTemplate template, LabelFormat format) throws IOException {
        return format == LabelFormat.PDF
                ? new Sheets(PdfSheets.onDisk(template), path)
                : new Pictures(format, new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(path))));
    }

    /** Sheets that are written at the end. */
    record Sheets(PdfSheets sheets, Path path) implements LabelFile {
        @Override
        public void add(String sku, LabelDrawing drawing) throws IOException {
            sheets.add(drawing);
        }

        @Override
        public void finish() throws IOException {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path))) {
                sheets.writeTo(file);
            }
        }

        @Override
        public void close() throws IOException {
            sheets.close();
        }
    }

    /** Pictures by number and SKU. */
    final class Pictures implements LabelFile {
        private final LabelFormat format;
        private final ZipOutputStream zip;
        private int number;

        Pictures(LabelFormat format, ZipOutputStream zip) {
            this.format = format;
            this.zip = zip;
        }

        @Override
        public void add(String sku, LabelDrawing drawing) throws IOException {
            String name = "%05d-%s.%s".formatted(++number, sku.replaceAll("[^A-Za-z0-9._-]", "_"), format.id());
            zip.putNextEntry(new ZipEntry(name));
            zip.write(format.picture(drawing));
            zip.closeEntry();
        }

        @Override
        public void finish() throws IOException {
            zip.finish();
            zip.flush();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
