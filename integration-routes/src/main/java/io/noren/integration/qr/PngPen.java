package io.noren.integration.qr;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Draws a label as a PNG. A module is a whole number of pixels, so that its edges are sharp; the resolution that follows
 * (near {@link #DOTS_PER_MM}) is written into the file, so that it prints in its true size.
 */
final class PngPen {
    /** About 300 dpi, what office and label printers have. */
    private static final double DOTS_PER_MM = 300 / 25.4;

    private PngPen() {}

    static byte[] draw(LabelDrawing drawing) {
        LabelDrawing.Code code = drawing.code();
        int pixelsPerModule = (int) Math.max(1, Math.round(code.module() * DOTS_PER_MM));
        double scale = pixelsPerModule / code.module();
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(drawing.template().width() * scale),
                (int) Math.ceil(drawing.template().height() * scale),
                BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D page = image.createGraphics();
        try {
            page.setColor(Color.WHITE);
            page.fillRect(0, 0, image.getWidth(), image.getHeight());
            page.setColor(Color.BLACK);
            int x = (int) Math.round(code.x() * scale);
            int y = (int) Math.round(code.y() * scale);
            for (int row = 0; row < code.qr().size(); row++) {
                for (int column = 0; column < code.qr().size(); column++) {
                    if (code.qr().dark(column, row)) {
                        page.fillRect(
                                x + column * pixelsPerModule,
                                y + row * pixelsPerModule,
                                pixelsPerModule,
                                pixelsPerModule);
                    }
                }
            }
            page.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            page.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            AffineTransform toPixels = AffineTransform.getScaleInstance(scale, scale);
            for (LabelDrawing.Line line : drawing.lines()) {
                page.fill(toPixels.createTransformedShape(
                        LabelFont.get().outline(line.text(), line.x(), line.baseline(), line.size())));
            }
        } finally {
            page.dispose();
        }
        return write(image, Math.round(scale * 1000));
    }

    private static byte[] write(BufferedImage image, long pixelsPerMetre) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            IIOMetadata metadata = writer.getDefaultImageMetadata(
                    ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
            metadata.mergeTree("javax_imageio_png_1.0", resolution(pixelsPerMetre));
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
            out.flush();
            return bytes.toByteArray();
        } catch (IIOInvalidTreeException e) {
            throw new IllegalStateException("the PNG writer of this JDK takes no resolution", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode resolution(long pixelsPerMetre) {
        IIOMetadataNode physical = new IIOMetadataNode("pHYs");
        physical.setAttribute("pixelsPerUnitXAxis", Long.toString(pixelsPerMetre));
        physical.setAttribute("pixelsPerUnitYAxis", Long.toString(pixelsPerMetre));
        physical.setAttribute("unitSpecifier", "meter");
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(physical);
        return root;
    }
}
