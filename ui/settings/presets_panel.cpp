// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/presets_panel.h"

#include "ui/common/controls.h"
#include "ui/settings/preferences.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace nidus::ui {
namespace {

enum Column { Name, Level, Width, Columns };

} // namespace

PresetsPanel::PresetsPanel(Preferences& preferences, QWidget* parent)
    : QWidget(parent), m_preferences(preferences),
      m_table(named(new QTableWidget(0, Columns), "presetTable", tr("Grey values of the viewer"))),
      m_add(named(new QPushButton(tr("&Add")), "addPreset", tr("Add grey values"))),
      m_remove(named(new QPushButton(tr("&Remove")), "removePreset", tr("Remove the chosen grey values"))) {
    auto* column = new QVBoxLayout(this);
    column->addWidget(new TextLabel(TextRole::Heading, tr("Grey values of the viewer")));
    auto* hint = new TextLabel(TextRole::Secondary,
                               tr("The keys 1 to 9 use them, in this order. The level is the value that is drawn in "
                                  "middle grey, the width the range from black to white; a width of 0 takes what suits "
                                  "the scan."));
    hint->setWordWrap(true);
    column->addWidget(hint);
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Level"), tr("Width")});
    m_table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 12);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumHeight(180);
    column->addWidget(m_table, 1);
    auto* defaults = named(new QPushButton(tr("Restore &defaults")), "defaultPresets", tr("Restore the default list"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(defaults);
    column->addLayout(buttons);

    connect(m_table, &QTableWidget::itemChanged, this, &PresetsPanel::takePresets);
    connect(m_table, &QTableWidget::currentCellChanged, this, &PresetsPanel::showButtons);
    connect(m_add, &QPushButton::clicked, this, [this] {
        std::vector<WindowPreset> presets = m_preferences.windowPresets();
        presets.push_back({tr("New"), {0, 0}});
        store(presets);
        m_table->setCurrentCell(m_table->rowCount() - 1, Name);
        m_table->editItem(m_table->currentItem());
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        std::vector<WindowPreset> presets = m_preferences.windowPresets();
        presets.erase(presets.begin() + m_table->currentRow());
        store(presets);
    });
    connect(defaults, &QPushButton::clicked, this, [this] {
        m_preferences.restoreWindowPresets();
        showPresets();
        Q_EMIT presetsChanged();
    });
    showPresets();
}

void PresetsPanel::showPresets() {
    const QSignalBlocker blocker(m_table);
    const std::vector<WindowPreset> presets = m_preferences.windowPresets();
    m_table->setRowCount(static_cast<int>(presets.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const WindowPreset& preset = presets[static_cast<std::size_t>(row)];
        m_table->setItem(row, Name, new QTableWidgetItem(preset.name));
        for (const auto& [place, value] :
             {std::pair{Level, preset.window.level}, std::pair{Width, preset.window.width}}) {
            auto* item = new QTableWidgetItem;
            item->setData(Qt::EditRole, value); // is edited as a number
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(row, place, item);
        }
    }
    showButtons();
}

void PresetsPanel::showButtons() {
    m_add->setEnabled(m_table->rowCount() < static_cast<int>(kMostPresets));
    m_remove->setEnabled(m_table->currentRow() >= 0);
}

/// What stands in the table now.
void PresetsPanel::takePresets() {
    std::vector<WindowPreset> presets;
    for (int row = 0; row < m_table->rowCount(); ++row)
        presets.push_back({m_table->item(row, Name)->text().trimmed(),
                           {m_table->item(row, Level)->data(Qt::EditRole).toDouble(),
                            m_table->item(row, Width)->data(Qt::EditRole).toDouble()}});
    m_preferences.setWindowPresets(presets);
    Q_EMIT presetsChanged();
}

void PresetsPanel::store(const std::vector<WindowPreset>& presets) {
    const int row = m_table->currentRow(), column = m_table->currentColumn();
    m_preferences.setWindowPresets(presets);
    showPresets();
    if (m_table->rowCount() > 0)
        m_table->setCurrentCell(std::clamp(row, 0, m_table->rowCount() - 1), std::max(0, column));
    Q_EMIT presetsChanged();
}

} // namespace nidus::ui
