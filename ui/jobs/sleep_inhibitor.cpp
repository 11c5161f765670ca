// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sleep_inhibitor.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusUnixFileDescriptor>

#include <unistd.h>

namespace nidus::ui {
namespace {

constexpr int kWaitMs = 500; // the window waits for the answer

} // namespace

SleepInhibitor::SleepInhibitor(const QString& why) {
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (!bus.isConnected())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    call << QStringLiteral("sleep:idle") << QStringLiteral("Nidus") << why << QStringLiteral("block");
    const QDBusMessage answer = bus.call(call, QDBus::Block, kWaitMs);
    if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty())
        m_descriptor = ::dup(answer.arguments().first().value<QDBusUnixFileDescriptor>().fileDescriptor());
}

SleepInhibitor::~SleepInhibitor() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace nidus::ui
