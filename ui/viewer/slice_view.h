// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/slice_image.h"

#include <QImage>
#include <QPixmap>
#include <QPointF>
#include <QWidget>

#include <optional>

namespace nidus::ui {

class ViewerModel;

/// One plane of the scan, drawn in its true proportions on near-black, with crosshair, edge letters and a scale bar.
/// Wheel: slices (with Ctrl: zoom). Left drag: grey values (across: width, up and down: level). Middle drag: move.
/// Right drag: zoom. Double click, or Shift and moving: the crosshair. Keys as ViewerPanel has them.
class SliceView final : public QWidget {
    Q_OBJECT

public:
    SliceView(ViewerModel& model, Plane plane, QWidget* parent = nullptr);

    [[nodiscard]] Plane plane() const { return m_plane; }
    void fit();
    void zoomBy(double factor);
    /// Where a voxel's centre is drawn.
    [[nodiscard]] QPointF pointOf(const VoxelIndex& voxel) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    /// What a picture was made of.
    struct Source {
        const Volume* volume;
        std::int64_t slice;
        std::array<double, 3> look; ///< level, width, inverted; of a map: threshold, largest, opacity
        bool operator==(const Source&) const = default;
    };

    [[nodiscard]] QRectF pictureRect() const;
    [[nodiscard]] std::int64_t slice() const;
    void placeCrosshair(const QPointF& at);
    void refresh();
    void describe();
    void renderLayer(const QRectF& picture);
    void paintLetters(QPainter& painter) const;
    void paintScaleBar(QPainter& painter, const QRectF& picture) const;
    void paintCrosshair(QPainter& painter, const QRectF& picture) const;

    ViewerModel& m_model;
    Plane m_plane;
    QImage m_image, m_overlay;
    std::optional<Source> m_imageSource, m_overlaySource; ///< absent: to be made anew
    QPixmap m_layer; ///< the pictures as they were last drawn: what moves in one plane moves only lines in the others
    QRectF m_layerRect;
    bool m_isLayerOld = true;
    double m_zoom = 1;
    QPointF m_shift; ///< of the picture's centre from the view's, logical pixels
    QPointF m_last;
    int m_wheel = 0; ///< eighths of a degree not yet used
};

} // namespace nidus::ui
