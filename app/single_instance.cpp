// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/single_instance.h"

#include <QDataStream>
#include <QFileInfo>
#include <QLocalSocket>

#include <utility>

#include <unistd.h>

namespace nidus {
namespace {

constexpr int kWaitMs = 1000;
constexpr qint64 kLargestMessage = 1 << 20;

} // namespace

SingleInstance::SingleInstance(QString name, QObject* parent) : QObject(parent), m_name(std::move(name)) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

QString SingleInstance::defaultName() {
    return QStringLiteral("nidus-%1").arg(getuid());
}

bool SingleInstance::handOver(const QStringList& paths) {
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(kWaitMs)) {
        listen();
        return false;
    }
    QStringList absolute;
    for (const QString& path : paths)
        absolute << QFileInfo(path).absoluteFilePath();
    QByteArray message;
    QDataStream stream(&message, QIODevice::WriteOnly);
    stream << absolute;
    socket.write(message);
    socket.disconnectFromServer();
    if (socket.state() != QLocalSocket::UnconnectedState)
        socket.waitForDisconnected(kWaitMs);
    return true;
}

void SingleInstance::listen() {
    if (m_server.listen(m_name))
        return;
    QLocalServer::removeServer(m_name); // left by a program that was killed
    m_server.listen(m_name);
}

void SingleInstance::answer() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
            QStringList paths;
            if (socket->bytesAvailable() <= kLargestMessage) {
                QDataStream stream(socket->readAll());
                stream >> paths;
            }
            socket->deleteLater();
            Q_EMIT received(paths);
        });
    }
}

} // namespace nidus
