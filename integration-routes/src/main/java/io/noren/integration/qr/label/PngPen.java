package io.noren.integration.qr.label;

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
 * Draws a label as a PNG. A pixel is one part of the grid that both codes stand on, so that their edges are sharp; the
 * resolution that follows (450 to 1,000 dpi) is written into the file, so that it prints in its true size.
 */
final class PngPen {
    private PngPen() {}

    static byte[] draw(LabelDrawing drawing) {
        double scale = LabelDrawing.GRID / drawing.code().module();
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(drawing.template().width() * scale),
                (int) Math.ceil(drawing.template().height() * scale),
                BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D page = image.createGraphics();
        try {
            page.setColor(Color.WHITE);
            page.fillRect(0, 0, image.getWidth(), image.getHeight());
            page.setColor(Color.BLACK);
            drawCode(page, drawing.code(), scale);
            LabelDrawing.Bars bars = drawing.bars();
            if (bars != null) {
                drawBars(page, bars, scale);
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

    private static void drawCode(Graphics2D page, LabelDrawing.Code code, double scale) {
        int x = pixels(code.x(), scale);
        int y = pixels(code.y(), scale);
        int module = LabelDrawing.GRID;
        for (int row = 0; row < code.qr().size(); row++) {
            for (int column = 0; column < code.qr().size(); column++) {
                int length = code.qr().darkFrom(column, row);
                page.fillRect(x + column * module, y + row * module, length * module, module);
                column += length;
            }
        }
    }

    private static void drawBars(Graphics2D page, LabelDrawing.Bars bars, double scale) {
        int x = pixels(bars.x(), scale);
        int y = pixels(bars.y(), scale);
        int module = pixels(bars.module(), scale);
        for (Barcode.Bar bar : bars.barcode().bars()) {
            page.fillRect(x + bar.at() * module, y, bar.width() * module, pixels(bars.heightOf(bar), scale));
        }
    }

    private static int pixels(double length, double scale) {
        return (int) Math.round(length * scale);
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
