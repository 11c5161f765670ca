// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/viewer_model.h"

#include <QWidget>

class QStackedLayout;

namespace nidus::ui {

class TextLabel;

/// A series that was found, in three planes. Reads it in the background; says so, and why it cannot be read.
class SeriesPreview final : public QWidget {
    Q_OBJECT

public:
    explicit SeriesPreview(const Services& services, QWidget* parent = nullptr);

    /// Null: none.
    void showSeries(const SeriesInfo* series);

private:
    void say(const QString& text);

    const Services& m_services;
    ViewerModel m_viewer;
    QStackedLayout* m_stack;
    TextLabel* m_words;
};

} // namespace nidus::ui
