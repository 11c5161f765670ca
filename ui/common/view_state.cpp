// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/view_state.h"

#include <QAbstractButton>
#include <QAbstractProxyModel>
#include <QHeaderView>
#include <QLineEdit>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>

namespace nidus::ui {
namespace {

/// Calls use(widget) for each widget of a kind that has a name of ours.
template <class Widget, class Use>
void forEach(const QWidget& root, Use use) {
    const auto widgets = root.findChildren<Widget*>();
    for (Widget* widget : widgets)
        if (!widget->objectName().isEmpty() && !widget->objectName().startsWith(QLatin1String("qt_")))
            use(widget);
}

/// Calls use(widget, value) for each widget that something is known of.
template <class Widget, class Value, class Use>
void forKnown(const QWidget& root, const std::map<QString, Value>& known, Use use) {
    forEach<Widget>(root, [&](Widget* widget) {
        if (const auto found = known.find(widget->objectName()); found != known.end())
            use(widget, found->second);
    });
}

/// A row where the words are not yet in order: another language has another order.
int sourceRow(QModelIndex index) {
    while (const auto* proxy = qobject_cast<const QAbstractProxyModel*>(index.model()))
        index = proxy->mapToSource(index);
    return index.row();
}

/// Where it stands now.
QModelIndex indexOf(const QAbstractItemModel* model, int row) {
    const auto* proxy = qobject_cast<const QAbstractProxyModel*>(model);
    return proxy ? proxy->mapFromSource(indexOf(proxy->sourceModel(), row)) : model->index(row, 0);
}

} // namespace

ViewState::ViewState(const QWidget& root) {
    forEach<QTabWidget>(root, [this](const QTabWidget* tabs) { m_tabs[tabs->objectName()] = tabs->currentIndex(); });
    forEach<QTableView>(root, [this](const QTableView* table) {
        const QHeaderView* header = table->horizontalHeader();
        m_tables[table->objectName()] = {table->isSortingEnabled() ? header->sortIndicatorSection() : -1,
                                         header->sortIndicatorOrder(), sourceRow(table->currentIndex())};
    });
    forEach<QLineEdit>(root, [this](const QLineEdit* edit) { m_texts[edit->objectName()] = edit->text(); });
    forEach<QAbstractButton>(root, [this](const QAbstractButton* button) {
        if (button->isCheckable())
            m_switches[button->objectName()] = button->isChecked();
    });
    forEach<QSplitter>(
        root, [this](const QSplitter* splitter) { m_splitters[splitter->objectName()] = splitter->saveState(); });
}

void ViewState::applyTo(QWidget& root) const {
    forKnown<QLineEdit>(root, m_texts, [](QLineEdit* edit, const QString& text) { edit->setText(text); });
    forKnown<QTableView>(root, m_tables, [](QTableView* table, const Table& state) {
        if (state.sortColumn >= 0)
            table->sortByColumn(state.sortColumn, static_cast<Qt::SortOrder>(state.order));
        if (table->model() && state.row >= 0)
            table->setCurrentIndex(indexOf(table->model(), state.row));
    });
    forKnown<QAbstractButton>(root, m_switches, [](QAbstractButton* button, bool isOn) {
        if (button->isCheckable() && !button->autoExclusive())
            button->setChecked(isOn);
        else if (isOn && !button->isChecked()) // the others of its group follow
            button->click();
    });
    forKnown<QTabWidget>(root, m_tabs, [](QTabWidget* tabs, int index) { tabs->setCurrentIndex(index); });
    forKnown<QSplitter>(root, m_splitters,
                        [](QSplitter* splitter, const QByteArray& state) { splitter->restoreState(state); });
}

} // namespace nidus::ui
