// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/preferences_dialog.h"

#include "ui/common/controls.h"
#include "ui/common/local_paths.h"
#include "ui/settings/computing_panel.h"
#include "ui/settings/general_panel.h"
#include "ui/settings/presets_panel.h"
#include "ui/settings/shortcuts_panel.h"

#include <QDialogButtonBox>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr QSize kSize{780, 480};

} // namespace

PreferencesDialog::PreferencesDialog(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                                     QWidget* parent)
    : QDialog(parent), m_list(named(new QListWidget, "preferencePages", tr("Pages of the preferences"))),
      m_pages(new QStackedWidget), m_computing(new ComputingPanel(services, preferences, dialogs)) {
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    setAcceptDrops(true);
    resize(kSize);
    auto* column = new QVBoxLayout(this);
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(m_list);
    row->addWidget(m_pages, 1);
    column->addLayout(row, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    named(buttons->button(QDialogButtonBox::Close), "closePreferences", tr("Close the preferences"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);

    auto* general = new GeneralPanel(preferences);
    connect(general, &GeneralPanel::languageChosen, this, &PreferencesDialog::languageChosen);
    addPage(general, tr("General"));
    addPage(m_computing, tr("Computing"));
    auto* presets = new PresetsPanel(preferences);
    connect(presets, &PresetsPanel::presetsChanged, this, &PreferencesDialog::presetsChanged);
    addPage(presets, tr("Viewer"));
    addPage(new ShortcutsPanel(parent ? shortcutsOf(*parent) : std::vector<ShortcutLine>()), tr("Shortcuts"));
    m_list->setSpacing(2);
    m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 2 * m_list->frameWidth() + 28);
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    showPage(General);
}

void PreferencesDialog::addPage(QWidget* panel, const QString& title) {
    auto* area = new QScrollArea; // for large letters
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(panel);
    m_pages->addWidget(area);
    m_list->addItem(title);
}

void PreferencesDialog::showPage(int page) {
    m_list->setCurrentRow(page);
}

int PreferencesDialog::page() const {
    return m_list->currentRow();
}

void PreferencesDialog::setTorch(const QString& path) {
    showPage(Computing);
    m_computing->setTorch(path);
}

bool PreferencesDialog::isBusy() const {
    return m_computing->isBusy();
}

void PreferencesDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (localPaths(event->mimeData()).size() == 1)
        event->acceptProposedAction();
}

void PreferencesDialog::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    setTorch(localPaths(event->mimeData()).first());
}

} // namespace nidus::ui
