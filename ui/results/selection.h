// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QString>

namespace nidus::ui {

/// The cases that a cell, a bin or a group of one view picked out for all views. Without any, all cases are meant.
class Selection final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// `text` says which cases these are. No cases: as clear().
    void set(const QSet<QString>& cases, const QString& text);
    void clear();

    [[nodiscard]] bool isActive() const { return !m_cases.isEmpty(); }
    [[nodiscard]] const QSet<QString>& cases() const { return m_cases; }
    [[nodiscard]] const QString& text() const { return m_text; }

Q_SIGNALS:
    void changed();

private:
    QSet<QString> m_cases;
    QString m_text;
};

} // namespace nidus::ui
