// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/row_pictures.h"

#include "ui/viewer/thumbnail.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace nidus::ui {
namespace {

constexpr qsizetype kMostBytes = qsizetype{8} << 20U; // 2,000 pictures, many times what is seen at once

} // namespace

RowPictures::RowPictures(QAbstractItemView* view, int edge, std::function<Subject(const QModelIndex&)> subjectOf)
    : QObject(view), m_view(view), m_edge(edge), m_subjectOf(std::move(subjectOf)), m_pictures(kMostBytes) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &RowPictures::readNext);
    connect(&m_job, &JobRunner::failed, this, [this] { take({}); });
    connect(&m_job, &JobRunner::cancelled, this, &RowPictures::readNext);
    m_view->viewport()->installEventFilter(this);
}

void RowPictures::setActive(bool isActive) {
    m_isActive = isActive;
    m_soon.start();
}

bool RowPictures::hasPicture(const QModelIndex& index) const {
    return !m_subjectOf(index).key.isEmpty();
}

void RowPictures::paint(QPainter& painter, const QRect& square, const QModelIndex& index) const {
    const QString key = m_subjectOf(index).key;
    const QImage* picture = key.isEmpty() ? nullptr : m_pictures.object(key);
    if (!key.isEmpty() && !picture)
        paintNoThumbnailYet(painter, square, m_view->palette());
    else if (!picture || picture->isNull())
        paintNoThumbnail(painter, square, m_view->palette());
    else
        paintThumbnail(painter, square, *picture);
}

/// Whatever changes what is seen (scrolling, filtering, other rows) paints the view.
bool RowPictures::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint || event->type() == QEvent::Hide)
        m_soon.start();
    return QObject::eventFilter(watched, event);
}

QModelIndexList RowPictures::seenRows() const {
    if (!m_isActive || !m_view->isVisible())
        return {};
    QModelIndexList rows;
    const int bottom = m_view->viewport()->height();
    for (QModelIndex row = m_view->indexAt({1, 1}); row.isValid() && m_view->visualRect(row).top() < bottom;
         row = row.siblingAtRow(row.row() + 1))
        rows << row;
    return rows;
}

void RowPictures::readNext() {
    const QModelIndexList rows = seenRows();
    if (m_job.isRunning()) {
        const bool isSeen = std::any_of(rows.begin(), rows.end(),
                                        [this](const QModelIndex& row) { return m_subjectOf(row).key == m_reading; });
        if (!isSeen)
            m_job.cancel();
        return;
    }
    for (const QModelIndex& row : rows) {
        Subject subject = m_subjectOf(row);
        if (subject.key.isEmpty() || m_pictures.contains(subject.key))
            continue;
        m_reading = subject.key;
        m_job.start(
            [read = std::move(subject.read), edge = m_edge,
             ratio = m_view->devicePixelRatioF()](const JobControl& control) {
                QImage picture = thumbnail(read(control), qRound(edge * ratio));
                picture.setDevicePixelRatio(ratio);
                return picture;
            },
            [this](const QImage& picture) { take(picture); });
        return;
    }
}

void RowPictures::take(const QImage& picture) {
    m_pictures.insert(m_reading, new QImage(picture), std::max<qsizetype>(picture.sizeInBytes(), 1));
    m_view->viewport()->update();
    m_soon.start();
}

} // namespace nidus::ui
