// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/main_window.h"

#include <QAbstractButton>
#include <QDropEvent>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <memory>
#include <utility>

namespace nidus::test {

/// A test of the whole window, which has preferences and files in a temporary folder.
class WindowTest : public QObject {
protected:
    /// Makes the window, anew if there is one, and shows it.
    void showWindow(ui::Services services, ui::Dialogs dialogs = {}, const QSize& size = {}) {
        m_window.reset();
        m_services = std::make_unique<ui::Services>(std::move(services));
        m_preferences = std::make_unique<ui::Preferences>(path("nidus.ini"));
        m_window = std::make_unique<ui::MainWindow>(*m_services, *m_preferences, std::move(dialogs));
        if (size.isValid())
            m_window->resize(size);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    /// A file in the temporary folder.
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }

    template <class Widget>
    [[nodiscard]] Widget* find(const char* name) const {
        auto* widget = m_window->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("no widget named %s", name);
        return widget;
    }
    void click(const char* name) const { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }

    static void drop(QWidget* on, const QStringList& files) {
        QList<QUrl> urls;
        for (const QString& file : files)
            urls << QUrl::fromLocalFile(file);
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(on, &enter); // Qt delivers a drop only to who accepted the drag
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(on, &event);
        QVERIFY(event.isAccepted());
    }

    std::unique_ptr<QTemporaryDir> m_folder = std::make_unique<QTemporaryDir>();
    std::unique_ptr<ui::Services> m_services;
    std::unique_ptr<ui::Preferences> m_preferences;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace nidus::test
