// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/import.h"
#include "core/project/table_preview.h"

#include <QString>
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace nidus::ui {

class NumberCut;
class TextLabel;

/// Labels from a table: which file and sheet, the columns with case and label, a cut where labels are numbers, and how
/// well it all fits the cases.
class TableSource final : public QWidget {
    Q_OBJECT

public:
    explicit TableSource(QWidget* parent = nullptr);

    /// The columns of a file, with the likely ones chosen.
    void setPreview(const QString& file, const TablePreview& preview);
    /// Whether this is where the labels come from.
    void setActive(bool isActive);
    [[nodiscard]] bool hasColumns() const { return !m_preview.columns.empty(); }
    [[nodiscard]] LabelTable table() const;

Q_SIGNALS:
    void fileWanted();
    void sheetWanted(const QString& file, const QString& sheet);
    void changed();

private:
    QLabel* addChoice(QHBoxLayout* line, const QString& text, QComboBox* box);
    void showNumbers();
    void showFit();

    QPushButton* m_choose;
    QComboBox* m_sheet;
    QComboBox* m_key;
    QComboBox* m_label;
    QLabel* m_sheetText = nullptr;
    NumberCut* m_cut;
    TextLabel* m_fit;
    QString m_file;
    TablePreview m_preview;
    bool m_isActive = false;
};

} // namespace nidus::ui
