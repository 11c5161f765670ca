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

/// Where a trained classifier meets new scans: drop a classifier, drop scans, read a card for each. Needs no project.
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
    void showClassifier();
    void showState();
    void copySelected();

    ClassifyViewModel& m_model;
    TextLabel* m_classifier; ///< what is open, in a line
    TextLabel* m_count;
    QPushButton* m_choose;
    QPushButton* m_addFiles;
    QPushButton* m_addFolder;
    QPushButton* m_save;
    QPushButton* m_clear;
    QStackedLayout* m_stack;
    DropZone* m_dropZone;
    VerdictListModel* m_verdicts;
    QListView* m_list;
};

} // namespace nidus::ui
