// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;
class QListView;
class QPushButton;
class QStackedLayout;

namespace nidus::ui {

class ClassifyViewModel;
class DropZone;
class TextLabel;
class VerdictListModel;
class ViewerPanel;

/// Where a trained classifier meets new scans: drop a classifier, drop scans, read a card for each, and see the scan
/// with what the classifier went by. Needs no project.
class ClassifyPage final : public QWidget {
    Q_OBJECT

public:
    explicit ClassifyPage(ClassifyViewModel& model, QWidget* parent = nullptr);

Q_SIGNALS:
    void classifierWanted();
    void filesWanted();
    void folderWanted();
    void tableWanted();

private:
    void buildHead(QBoxLayout* column);
    void buildTools(QBoxLayout* column);
    [[nodiscard]] QWidget* makeListAndScan();
    void showClassifier();
    void showState();
    void showScan();
    void goToCase(int step);
    void copySelected();

    ClassifyViewModel& m_model;
    TextLabel* m_classifier; ///< what is open, in a line
    TextLabel* m_count;
    QPushButton* m_choose;
    QPushButton* m_addFiles;
    QPushButton* m_addFolder;
    QPushButton* m_save;
    QPushButton* m_clear;
    QPushButton* m_scanShown; ///< checked while the scan stands beside the list
    QStackedLayout* m_stack;
    QWidget* m_listAndScan;
    DropZone* m_dropZone;
    VerdictListModel* m_verdicts;
    QListView* m_list;
    ViewerPanel* m_scan;
};

} // namespace nidus::ui
