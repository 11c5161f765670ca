// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QCheckBox;
class QLineEdit;
class QTableView;

namespace nidus::ui {

class CaseFilter;
class ClassChips;
class CohortModel;
class TextLabel;

/// The cases with their labels, to be labelled by hand: select some, press 1 to 9 for a class, 0 for none, Enter for
/// the next case.
class CohortPanel final : public QWidget {
    Q_OBJECT

public:
    explicit CohortPanel(CohortModel& model, QWidget* parent = nullptr);
    void setEditable(bool isEditable);
    void setEmptyText(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildBar();
    void buildUndo();
    void showState();
    [[nodiscard]] std::vector<int> selectedRows() const; ///< of the source
    void label(const std::string& className);
    bool handleKey(int key);
    void goToNext();

    CohortModel& m_model;
    CaseFilter* m_filter;
    ClassChips* m_chips;
    QLineEdit* m_search;
    QCheckBox* m_onlyProblems;
    QCheckBox* m_onlyUnlabelled;
    TextLabel* m_count;
    TextLabel* m_empty;
    QTableView* m_table;
    QString m_emptyText;
    bool m_isEditable = true;
    std::vector<std::string> m_wideFor{""}; ///< the classes for which the columns have their widths
};

} // namespace nidus::ui
