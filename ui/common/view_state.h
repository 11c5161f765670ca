// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <map>

class QWidget;

namespace nidus::ui {

/// What a user has set in the widgets below one of them, by their object names: tabs, order and current row of tables,
/// what is searched for, what is switched on, how wide the parts are. For widgets that are made anew.
class ViewState {
public:
    explicit ViewState(const QWidget& root);

    /// To widgets of the same names; those that are gone are passed over.
    void applyTo(QWidget& root) const;

private:
    struct Table {
        int sortColumn = -1, order = 0, row = -1;
    };

    std::map<QString, int> m_tabs;
    std::map<QString, Table> m_tables;
    std::map<QString, QString> m_texts;
    std::map<QString, bool> m_switches;
    std::map<QString, QByteArray> m_splitters;
};

} // namespace nidus::ui
