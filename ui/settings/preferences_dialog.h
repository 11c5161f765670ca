// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QDialog>

class QListWidget;
class QStackedWidget;

namespace nidus::ui {

struct Dialogs;
class ComputingPanel;
class Preferences;

/// The preferences on pages, a list of them at the left. What is changed holds at once, but for another LibTorch, which
/// can be dropped here (a folder or an archive).
class PreferencesDialog final : public QDialog {
    Q_OBJECT

public:
    enum Page { General, Computing, Viewer, Shortcuts };

    PreferencesDialog(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                      QWidget* parent = nullptr);

    void showPage(int page);
    [[nodiscard]] int page() const;
    /// A folder or an archive of LibTorch.
    void setTorch(const QString& path);
    /// Something is being checked or unpacked.
    [[nodiscard]] bool isBusy() const;

Q_SIGNALS:
    void languageChosen();
    void presetsChanged();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addPage(QWidget* panel, const QString& title);

    QListWidget* m_list;
    QStackedWidget* m_pages;
    ComputingPanel* m_computing;
};

} // namespace nidus::ui
