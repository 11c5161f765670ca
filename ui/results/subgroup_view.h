// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/subgroups.h"
#include "ui/results/result_view.h"

#include <vector>

class QComboBox;

namespace nidus::ui {

class FigureTable;
class TextLabel;

/// The figures of the cases by scanner, slice distance, age and sex. A row chooses its cases.
class SubgroupView final : public ResultView {
    Q_OBJECT

public:
    explicit SubgroupView(ResultsViewModel& model, QWidget* parent = nullptr);

protected:
    void showResult() override;
    void showRule() override;

private:
    void showProperties();
    void showGroups();
    [[nodiscard]] QString groupText(const SubgroupFigures& group) const;

    QComboBox* m_property;
    TextLabel* m_hint;
    FigureTable* m_table;
    TextLabel* m_empty;
    std::vector<SubgroupFigures> m_groups;
};

} // namespace nidus::ui
