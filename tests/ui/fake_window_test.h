// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/ui/fake_services.h"
#include "tests/ui/window_test.h"

#include <QDir>

namespace nidus::test {

/// A test of the whole window with a fake engine.
class FakeWindowTest : public WindowTest {
protected:
    /// Another engine, and an empty folder; no window yet.
    void renew() {
        m_window.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_engine = std::make_unique<FakeEngine>();
    }
    void showWindow(ui::Dialogs dialogs = {}, const QSize& size = {}) {
        WindowTest::showWindow(m_engine->services(), std::move(dialogs), size);
    }
    /// Opens the project of the engine, and waits for it.
    void openProject(const char* name = "肺结节.nidus") {
        QVERIFY(QDir().mkpath(path(name)));
        m_window->openProject(path(name));
        QTRY_VERIFY(m_window->project().isOpen() && !m_window->project().isBusy());
    }

    std::unique_ptr<FakeEngine> m_engine = std::make_unique<FakeEngine>();
};

} // namespace nidus::test
