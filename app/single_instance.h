// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

namespace nidus {

/// One desktop program per user: a second start hands its files to the first and ends.
class SingleInstance final : public QObject {
    Q_OBJECT

public:
    /// `name` of the socket; all of a user's programs use the same.
    explicit SingleInstance(QString name, QObject* parent = nullptr);

    /// Gives these paths to a program that runs already; false if there is none, and this one answers from now on.
    [[nodiscard]] bool handOver(const QStringList& paths);

    [[nodiscard]] static QString defaultName();

Q_SIGNALS:
    void received(const QStringList& paths); ///< of a second start; may be empty

private:
    void listen();
    void answer();

    QString m_name;
    QLocalServer m_server;
};

} // namespace nidus
