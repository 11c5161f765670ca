// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/thumbnail.h"

#include "core/imaging/input_frame.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"
#include "ui/viewer/slice_image.h"

#include <QPainter>

#include <utility>

namespace nidus::ui {
namespace {

constexpr int kRadius = 3;

void paintSquare(QPainter& painter, const QRect& square, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(square, kRadius, kRadius);
    painter.restore();
}

} // namespace

QImage thumbnail(Volume slice, int edge) {
    slice = reoriented(std::move(slice), "LPS");
    const Plane plane = slice.shape.z == 1 ? Plane::Axial : slice.shape.y == 1 ? Plane::Coronal : Plane::Sagittal;
    const QImage image = sliceImage(slice, plane, 0, automaticWindow(slice), false);
    if (image.isNull())
        return {};
    const QSize size = extentMm(slice, plane).scaled(edge, edge, Qt::KeepAspectRatio).toSize().expandedTo({1, 1});
    return image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_Grayscale8);
}

void paintThumbnail(QPainter& painter, const QRect& square, const QImage& picture) {
    paintSquare(painter, square, Qt::black);
    QRectF place(QPointF(), picture.deviceIndependentSize());
    place.moveCenter(QRectF(square).center());
    painter.drawImage(place, picture);
}

void paintNoThumbnailYet(QPainter& painter, const QRect& square, const QPalette& palette) {
    paintSquare(painter, square, colours(palette).line);
}

void paintNoThumbnail(QPainter& painter, const QRect& square, const QPalette& palette) {
    paintNoThumbnailYet(painter, square, palette);
    const int margin = square.width() / 3;
    icon(QStringLiteral("layers"), Tint::Faint).paint(&painter, square.adjusted(margin, margin, -margin, -margin));
}

} // namespace nidus::ui
