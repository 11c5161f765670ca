// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace nidus::ui {
class MainWindow;
}

class QWidget;

namespace nidus {

/// Saves a picture of each page once the project is open, of the training page while a training runs (if one was asked
/// for), of its results, of what was classified and of the preferences, then quits: how the pictures of the manual are
/// made (scripts/user-pictures.sh). Exit status 1 when anything failed.
class Tour final : public QObject {
    Q_OBJECT

public:
    /// `folder` empty: only the training. `preset` empty: only the pictures.
    Tour(ui::MainWindow& window, const QString& folder, const QString& preset, QObject* parent = nullptr);

private:
    void onOpened();
    void onEpoch();
    void finish(int status);
    void pictureOfResults();
    void pictureResultsTab(int tab);
    void press(const char* name);
    void pictureOfInfluence(int waits);
    void pictureOfClassifying();
    void pictureOfPreferences();
    void picture(int place, const QString& name);
    void save(QWidget& widget, const QString& name);

    ui::MainWindow& m_window;
    QString m_folder, m_preset;
    int m_epochs = 0, m_status = 0;
    bool m_isStarted = false;
};

} // namespace nidus
