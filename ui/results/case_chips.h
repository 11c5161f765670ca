// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/prediction_table_model.h"

#include <QWidget>

#include <optional>
#include <vector>

class QPushButton;

namespace nidus::ui {

/// A button for each mark that cases can have; at most one is pressed, and the table then shows its cases alone.
class CaseChips final : public QWidget {
    Q_OBJECT

public:
    explicit CaseChips(QWidget* parent = nullptr);

    [[nodiscard]] std::optional<CaseMark> mark() const;
    /// How many cases have the mark; a mark that none has cannot be chosen.
    void setCount(CaseMark mark, int count);

Q_SIGNALS:
    void changed();

private:
    struct Chip {
        CaseMark mark;
        QString text;
        QPushButton* button;
    };

    void add(CaseMark mark, const char* name, const QString& text, const QString& explanation);

    std::vector<Chip> m_chips;
};

} // namespace nidus::ui
