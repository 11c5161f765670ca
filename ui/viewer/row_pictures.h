// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"

#include "core/imaging/volume.h"

#include <QCache>
#include <QImage>
#include <QModelIndex>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

class QAbstractItemView;
class QPainter;
class QRect;

namespace nidus::ui {

/// Small pictures of scans for the rows of a view, read in the background one at a time. Only rows that are seen are
/// read, from the top down; the reading for a row that is no longer seen is given up. The newest pictures are kept, up
/// to a few megabytes. What cannot be read gets a neutral mark and no message: who wants to know why opens the scan.
class RowPictures final : public QObject {
    Q_OBJECT

public:
    /// A slice, see thumbnail(). Called on a worker thread, blocks, throws Error or Cancelled.
    using Read = std::function<Volume(const JobControl&)>;
    /// What a row is a picture of.
    struct Subject {
        QString key; ///< equal for the same picture alone; empty: the row has none
        Read read;
    };

    /// Becomes a child of the view, which has its model and shows rows one below the other. `edge`: of a square
    /// picture, in logical pixels.
    RowPictures(QAbstractItemView* view, int edge, std::function<Subject(const QModelIndex&)> subjectOf);

    [[nodiscard]] int edge() const { return m_edge; }
    /// False: nothing is read; what was read stays.
    void setActive(bool isActive);
    [[nodiscard]] bool hasPicture(const QModelIndex& index) const; ///< the row will have one, or has it
    /// Draws what there is of it.
    void paint(QPainter& painter, const QRect& square, const QModelIndex& index) const;

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void readNext();
    void take(const QImage& picture);
    [[nodiscard]] QModelIndexList seenRows() const;

    QAbstractItemView* m_view;
    int m_edge;
    std::function<Subject(const QModelIndex&)> m_subjectOf;
    QCache<QString, QImage> m_pictures; ///< by key, with their bytes; a null image where there is none
    QString m_reading;                  ///< its key
    QTimer m_soon;                      ///< after the view has been painted
    bool m_isActive = true;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
