// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/slice_view.h"

#include "ui/viewer/viewer_model.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

namespace nidus::ui {
namespace {

constexpr int kInset = 8, kTick = 4;
constexpr double kLeastZoom = 0.2, kMostZoom = 40, kSmoothLimit = 4;
const QColor kBackground(10, 10, 12), kInk(235, 235, 235), kFaint(160, 160, 165), kCross(86, 180, 233);

/// 1, 2 or 5 times a power of ten, at most `limit`.
double roundLength(double limit) {
    const double power = std::pow(10, std::floor(std::log10(limit)));
    for (const double factor : {5.0, 2.0})
        if (factor * power <= limit)
            return factor * power;
    return power;
}

QString planeName(Plane plane) {
    switch (plane) {
    case Plane::Axial:
        return SliceView::tr("Axial");
    case Plane::Coronal:
        return SliceView::tr("Coronal");
    case Plane::Sagittal:
        break;
    }
    return SliceView::tr("Sagittal");
}

} // namespace

SliceView::SliceView(ViewerModel& model, Plane plane, QWidget* parent)
    : QWidget(parent), m_model(model), m_plane(plane) {
    setMinimumSize(56, 56);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setAccessibleName(planeName(plane));
    connect(&m_model, &ViewerModel::volumeChanged, this, [this] {
        m_imageSource.reset();
        m_overlaySource.reset();
        fit();
        refresh();
    });
    connect(&m_model, &ViewerModel::viewChanged, this, &SliceView::refresh);
    refresh();
}

std::int64_t SliceView::slice() const {
    return m_model.position()[axesOf(m_plane).through];
}

void SliceView::refresh() {
    const Source image{m_model.isEmpty() ? nullptr : &m_model.volume(),
                       slice(),
                       {m_model.window().level, m_model.window().width, m_model.isInverted() ? 1.0 : 0.0}};
    // In the formats that Qt scales fastest.
    if (m_imageSource != image) {
        m_image = image.volume ? sliceImage(*image.volume, m_plane, slice(), m_model.window(), m_model.isInverted())
                                     .convertToFormat(QImage::Format_RGB32)
                               : QImage();
        m_imageSource = image;
        m_isLayerOld = true;
    }
    const InfluenceModel& influence = m_model.influence();
    const Source overlay{m_model.overlay(), slice(), {influence.threshold(), influence.largest(), influence.opacity()}};
    if (m_overlaySource != overlay) {
        m_overlay = overlay.volume ? overlayImage(*overlay.volume, m_plane, slice(), influence.threshold(),
                                                  influence.largest(), influence.opacity())
                                         .convertToFormat(QImage::Format_ARGB32_Premultiplied)
                                   : QImage();
        m_overlaySource = overlay;
        m_isLayerOld = true;
    }
    describe();
    update();
}

void SliceView::describe() {
    if (m_model.isEmpty()) {
        setAccessibleDescription({});
        return;
    }
    setAccessibleDescription(tr("Slice %1 of %2, value %3")
                                 .arg(slice() + 1)
                                 .arg(sizeAlong(m_model.volume(), axesOf(m_plane).through))
                                 .arg(static_cast<double>(m_model.value())));
}

void SliceView::fit() {
    m_zoom = 1;
    m_shift = {};
    update();
}

void SliceView::zoomBy(double factor) {
    m_zoom = std::clamp(m_zoom * factor, kLeastZoom, kMostZoom);
    update();
}

QRectF SliceView::pictureRect() const {
    const QSizeF extent = extentMm(m_model.volume(), m_plane);
    const double fitted =
        std::min((width() - 2.0 * kInset) / extent.width(), (height() - 2.0 * kInset) / extent.height());
    const QSizeF size = extent * std::max(fitted, 1e-6) * m_zoom;
    return {width() / 2.0 + m_shift.x() - size.width() / 2, height() / 2.0 + m_shift.y() - size.height() / 2,
            size.width(), size.height()};
}

QPointF SliceView::pointOf(const VoxelIndex& voxel) const {
    const QRectF picture = pictureRect();
    const auto [across, down] = placeOf(m_model.volume(), m_plane, voxel);
    return {picture.left() + across * picture.width(), picture.top() + down * picture.height()};
}

void SliceView::placeCrosshair(const QPointF& at) {
    if (m_model.isEmpty())
        return;
    const QRectF picture = pictureRect();
    m_model.setPosition(voxelAt(m_model.volume(), m_plane, (at.x() - picture.left()) / picture.width(),
                                (at.y() - picture.top()) / picture.height(), slice()));
}

/// Slice and map at their place, in pixels of the screen; drawn again only if something of them has changed.
void SliceView::renderLayer(const QRectF& picture) {
    const QSize pixels = (QSizeF(size()) * devicePixelRatioF()).toSize();
    if (!m_isLayerOld && m_layer.size() == pixels && m_layerRect == picture)
        return;
    if (m_layer.size() != pixels)
        m_layer = QPixmap(pixels);
    m_layer.setDevicePixelRatio(devicePixelRatioF());
    m_layer.fill(kBackground);
    QPainter painter(&m_layer);
    // Beyond this size a voxel is a thing to be seen, not smoothed away.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, picture.width() < kSmoothLimit * m_image.width());
    painter.drawImage(picture, m_image);
    if (!m_overlay.isNull())
        painter.drawImage(picture, m_overlay);
    m_layerRect = picture;
    m_isLayerOld = false;
}

void SliceView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_image.isNull()) {
        painter.fillRect(rect(), kBackground);
        return;
    }
    const QRectF picture = pictureRect();
    renderLayer(picture);
    painter.drawPixmap(0, 0, m_layer);
    painter.setRenderHint(QPainter::Antialiasing);
    paintCrosshair(painter, picture);
    paintLetters(painter);
    paintScaleBar(painter, picture);
    painter.setPen(kFaint);
    const int line = painter.fontMetrics().height();
    const QString where = tr("%1  %2 / %3")
                              .arg(planeName(m_plane))
                              .arg(slice() + 1)
                              .arg(sizeAlong(m_model.volume(), axesOf(m_plane).through));
    // Below the letter of the upper edge, which a narrow view would run into; a low one has no room above the others.
    if (height() > 6 * line)
        painter.drawText(rect().adjusted(kInset, kInset + line, -kInset, -kInset), Qt::AlignLeft | Qt::AlignTop, where);
    if (hasFocus()) {
        painter.setPen(QPen(kCross, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void SliceView::paintCrosshair(QPainter& painter, const QRectF& picture) const {
    const QPointF at = pointOf(m_model.position());
    constexpr double kHole = 12;
    painter.setPen(QPen(kCross, 1));
    painter.drawLine(QPointF(picture.left(), at.y()), QPointF(std::max(picture.left(), at.x() - kHole), at.y()));
    painter.drawLine(QPointF(std::min(picture.right(), at.x() + kHole), at.y()), QPointF(picture.right(), at.y()));
    painter.drawLine(QPointF(at.x(), picture.top()), QPointF(at.x(), std::max(picture.top(), at.y() - kHole)));
    painter.drawLine(QPointF(at.x(), std::min(picture.bottom(), at.y() + kHole)), QPointF(at.x(), picture.bottom()));
}

void SliceView::paintLetters(QPainter& painter) const {
    const QRect area = rect().adjusted(kInset, kInset, -kInset, -kInset);
    const std::array<QString, 4> letters = edgeLetters(m_plane);
    constexpr std::array kEdges{Qt::AlignLeft | Qt::AlignVCenter, Qt::AlignRight | Qt::AlignVCenter,
                                Qt::AlignHCenter | Qt::AlignTop, Qt::AlignHCenter | Qt::AlignBottom};
    painter.setPen(kInk);
    for (std::size_t i = 0; i < letters.size(); ++i)
        painter.drawText(area, kEdges[i], letters[i]);
}

void SliceView::paintScaleBar(QPainter& painter, const QRectF& picture) const {
    const double pixelsPerMm = picture.width() / extentMm(m_model.volume(), m_plane).width();
    const double length = roundLength(std::max(1e-3, width() / 4.0 / pixelsPerMm));
    const double right = width() - kInset, left = right - length * pixelsPerMm, y = height() - kInset - kTick;
    painter.setPen(QPen(kInk, 1.5));
    painter.drawLine(QPointF(left, y), QPointF(right, y));
    painter.drawLine(QPointF(left, y - kTick), QPointF(left, y + kTick));
    painter.drawLine(QPointF(right, y - kTick), QPointF(right, y + kTick));
    const QString text = length < 10 ? tr("%1 mm").arg(length) : tr("%1 cm").arg(length / 10);
    const int textHeight = painter.fontMetrics().height();
    painter.drawText(QRectF(right - 200, y - kTick - textHeight, 200, textHeight), Qt::AlignRight | Qt::AlignBottom,
                     text);
}

void SliceView::wheelEvent(QWheelEvent* event) {
    constexpr int kNotch = 120;
    if (m_model.isEmpty())
        return;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoomBy(std::pow(1.25, event->angleDelta().y() / static_cast<double>(kNotch)));
    } else {
        m_wheel += event->angleDelta().y();
        m_model.step(m_plane, m_wheel / kNotch);
        m_wheel %= kNotch;
    }
    event->accept();
}

void SliceView::mousePressEvent(QMouseEvent* event) {
    m_last = event->position();
}

void SliceView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF moved = event->position() - m_last;
    m_last = event->position();
    if (m_model.isEmpty())
        return;
    if (event->buttons() == Qt::NoButton) {
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            placeCrosshair(event->position());
    } else if (event->buttons().testFlag(Qt::LeftButton)) {
        // The whole width of the view doubles or halves the window.
        GreyWindow window = m_model.window();
        window.level += moved.y() * window.width / height();
        window.width *= std::pow(2, 2 * moved.x() / width());
        m_model.setWindow(window);
    } else if (event->buttons().testFlag(Qt::MiddleButton)) {
        m_shift += moved;
        update();
    } else if (event->buttons().testFlag(Qt::RightButton)) {
        zoomBy(std::pow(2, -4 * moved.y() / height()));
    }
}

void SliceView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        placeCrosshair(event->position());
}

} // namespace nidus::ui
