// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace nidus {
struct ClassEvaluation;
}

namespace nidus::ui {

class ResultsViewModel;

/// Which class is looked at against the rest; hidden where there is one choice only, the positive class.
class ClassChoice final : public QComboBox {
    Q_OBJECT

public:
    explicit ClassChoice(const char* objectName, QWidget* parent = nullptr);
    void showResult(const ResultsViewModel& model);
    /// The figures of the class, or none.
    [[nodiscard]] const ClassEvaluation* evaluation(const ResultsViewModel& model) const;
    /// Index of the class; -1: none.
    [[nodiscard]] int classIndex(const ResultsViewModel& model) const;
};

} // namespace nidus::ui
