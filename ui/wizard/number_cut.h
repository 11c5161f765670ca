// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>
#include <vector>

class QCheckBox;
class QDoubleSpinBox;

namespace nidus::ui {

class TextLabel;

/// Two classes of a column of numbers: where it is cut, and how many numbers are on either side. Hidden where there are
/// no numbers to cut.
class NumberCut final : public QWidget {
    Q_OBJECT

public:
    explicit NumberCut(QWidget* parent = nullptr);

    /// The numbers of a column and how many rows it has. Where they are too many different ones to be classes
    /// themselves, the cut is wanted from the start.
    void setNumbers(const std::vector<double>& numbers, int rows);
    [[nodiscard]] std::optional<double> cut() const;

Q_SIGNALS:
    void changed();

private:
    void showCounts();

    QCheckBox* m_isWanted;
    QDoubleSpinBox* m_cut;
    TextLabel* m_counts;
    std::vector<double> m_numbers;
    int m_rows = 0;
};

} // namespace nidus::ui
