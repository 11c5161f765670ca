// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QProgressBar;
class QPushButton;
class QStackedLayout;

namespace nidus::ui {

class DropZone;
class NewProjectModel;
class Preferences;
class SeriesPanel;
class TextLabel;
struct Services;

/// Looking for scans: where from, how far the search is, and the series that were found.
class ScansPanel final : public QWidget {
    Q_OBJECT

public:
    ScansPanel(NewProjectModel& model, const Services& services, Preferences& preferences, QWidget* parent = nullptr);

Q_SIGNALS:
    void filesWanted();
    void folderWanted();

private:
    void showScan();

    NewProjectModel& m_model;
    QPushButton* m_addFolder;
    QPushButton* m_addFiles;
    QProgressBar* m_progress;
    TextLabel* m_stage;
    QPushButton* m_stop;
    QStackedLayout* m_stack;
    DropZone* m_dropZone;
    SeriesPanel* m_series;
};

} // namespace nidus::ui
