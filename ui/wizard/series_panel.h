// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/series_reader.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QTableView;

namespace nidus::ui {

class Preferences;
class ProblemPanel;
class SeriesFilter;
class SeriesPreview;
class SeriesRuleBar;
class SeriesTableModel;
class TextLabel;
struct Services;

/// The series that were found: a bar that filters them, the table, a rule that chooses, and beside it what is wrong
/// with whom, or the images of the current series.
class SeriesPanel final : public QWidget {
    Q_OBJECT

public:
    SeriesPanel(SeriesTableModel& model, const Services& services, Preferences& preferences, QWidget* parent = nullptr);

    /// Files that belong to no series, for the problems.
    void setUnassigned(std::vector<UnassignedFile> files);
    /// False: everything can be looked at, nothing changed.
    void setEditable(bool isEditable);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildBar();
    void buildTable();
    void buildPictures(const Services& services);
    void rememberColumns();
    void showCounts();
    void showModalities();
    void showColumnsMenu(const QPoint& at);
    void toggleSelected();
    void showPreview();

    SeriesTableModel& m_model;
    Preferences& m_preferences;
    SeriesFilter* m_filter;
    QLineEdit* m_search;
    QComboBox* m_modality;
    QCheckBox* m_onlyAttention;
    QCheckBox* m_onlyIncluded;
    QCheckBox* m_picturesShown;
    QPushButton* m_rule;
    QPushButton* m_preview;
    TextLabel* m_count;
    SeriesRuleBar* m_ruleBar;
    QTableView* m_table;
    ProblemPanel* m_problems;
    SeriesPreview* m_images;
    std::vector<UnassignedFile> m_unassigned;
    bool m_isWide = false; ///< the columns have been given their widths
};

} // namespace nidus::ui
