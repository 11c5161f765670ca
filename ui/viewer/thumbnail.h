// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/volume.h"

#include <QImage>

class QPainter;
class QPalette;
class QRect;

namespace nidus::ui {

/// A slice (a volume of one, in any orientation) as a small picture: turned as the viewer shows it, grey values that
/// suit it, true proportions, the longer side `edge` pixels. May be called on any thread.
[[nodiscard]] QImage thumbnail(Volume slice, int edge);

/// Draws a picture in the middle of a square of near-black.
void paintThumbnail(QPainter& painter, const QRect& square, const QImage& picture);
/// What stands there while it is being read.
void paintNoThumbnailYet(QPainter& painter, const QRect& square, const QPalette& palette);
/// What stands there where there is none.
void paintNoThumbnail(QPainter& painter, const QRect& square, const QPalette& palette);

} // namespace nidus::ui
