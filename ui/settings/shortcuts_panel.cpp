// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/shortcuts_panel.h"

#include "ui/common/controls.h"
#include "ui/common/tables.h"

#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace nidus::ui {
namespace {

enum Column { Place, What, Keys, Columns };

/// Without its mnemonic, which stands in brackets in Chinese, and without dots.
QString plain(QString text) {
    static const QRegularExpression kBracketed(QStringLiteral("\\(&.\\)"));
    text.remove(kBracketed).remove(QLatin1Char('&'));
    return text.endsWith(QChar(0x2026)) ? text.chopped(1) : text;
}

QString placeOf(const QObject* owner) {
    for (const QObject* each = owner->parent(); each; each = each->parent()) {
        if (const auto* menu = qobject_cast<const QMenu*>(each); menu && !menu->title().isEmpty())
            return plain(menu->title());
        if (const auto* widget = qobject_cast<const QWidget*>(each);
            widget && !widget->isWindow() && !widget->windowTitle().isEmpty())
            return widget->windowTitle();
    }
    return {};
}

QString textOf(const QList<QKeySequence>& keys) {
    QStringList texts;
    for (const QKeySequence& key : keys)
        texts << key.toString(QKeySequence::NativeText);
    return texts.join(QStringLiteral(" · "));
}

} // namespace

std::vector<ShortcutLine> shortcutsOf(const QWidget& window) {
    std::vector<ShortcutLine> lines;
    const auto add = [&lines](const QObject* owner, const QString& what, const QList<QKeySequence>& keys) {
        const ShortcutLine line{placeOf(owner), what, textOf(keys)};
        if (!line.what.isEmpty() && !line.keys.isEmpty() && std::ranges::find(lines, line) == lines.end())
            lines.push_back(line);
    };
    const auto actions = window.findChildren<QAction*>();
    for (const QAction* action : actions)
        add(action, action->whatsThis().isEmpty() ? plain(action->text()) : action->whatsThis(), action->shortcuts());
    const auto shortcuts = window.findChildren<QShortcut*>();
    for (const QShortcut* shortcut : shortcuts)
        add(shortcut, shortcut->whatsThis(), {shortcut->key()});
    std::ranges::stable_sort(lines, {}, &ShortcutLine::place);
    return lines;
}

ShortcutsPanel::ShortcutsPanel(const std::vector<ShortcutLine>& lines, QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->addWidget(new TextLabel(TextRole::Heading, tr("Keyboard shortcuts")));
    auto* search = named(new QLineEdit, "shortcutSearch", tr("Filter the shortcuts"));
    makeSearchField(search, tr("Filter by key or by what it does"));
    column->addWidget(search);
    auto* table =
        named(new QTableWidget(static_cast<int>(lines.size()), Columns), "shortcutTable", tr("Keyboard shortcuts"));
    table->setHorizontalHeaderLabels({tr("Where"), tr("What it does"), tr("Keys")});
    for (int row = 0; row < table->rowCount(); ++row) {
        const ShortcutLine& line = lines[static_cast<std::size_t>(row)];
        table->setItem(row, Place, new QTableWidgetItem(line.place));
        table->setItem(row, What, new QTableWidgetItem(line.what));
        table->setItem(row, Keys, new QTableWidgetItem(line.keys));
    }
    dressTable(table);
    table->sortByColumn(Place, Qt::AscendingOrder);
    table->horizontalHeader()->setStretchLastSection(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(What, QHeaderView::Stretch);
    table->setMinimumHeight(240);
    column->addWidget(table, 1);
    connect(search, &QLineEdit::textChanged, table, [table](const QString& text) {
        for (int row = 0; row < table->rowCount(); ++row) {
            bool isFound = false;
            for (int at = 0; at < Columns; ++at)
                isFound = isFound || table->item(row, at)->text().contains(text, Qt::CaseInsensitive);
            table->setRowHidden(row, !isFound);
        }
    });
}

} // namespace nidus::ui
