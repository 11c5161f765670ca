// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/home_page.h"

#include "ui/common/controls.h"
#include "ui/theme/icon.h"

#include <QCommandLinkButton>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kColumnLetters = 92; // 640 pixels at the usual size of text

} // namespace

HomePage::HomePage(QWidget* parent) : QWidget(parent), m_recentBox(new QWidget) {
    auto* outer = new QHBoxLayout(this);
    auto* centre = new QWidget;
    centre->setMaximumWidth(kColumnLetters * fontMetrics().averageCharWidth());
    outer->addStretch(1);
    outer->addWidget(centre, 4);
    outer->addStretch(1);

    auto* column = new QVBoxLayout(centre);
    column->setSpacing(10);
    column->addStretch(1);
    column->addWidget(new TextLabel(TextRole::Title, tr("Nidus")));
    auto* intro = new TextLabel(TextRole::Body, tr("Turns a pretrained nnU-Net into a classifier for 3-D scans."));
    intro->setWordWrap(true);
    column->addWidget(intro);
    column->addSpacing(10);

    auto* create = named(new QPushButton(tr("&New project…")), "homeNew", tr("Make a new project"));
    create->setIcon(icon(QStringLiteral("folder-plus")));
    create->setDefault(true);
    connect(create, &QPushButton::clicked, this, &HomePage::newRequested);
    auto* open = named(new QPushButton(tr("&Open a project…")), "homeOpen", tr("Open a project"));
    open->setIcon(icon(QStringLiteral("folder-open")));
    connect(open, &QPushButton::clicked, this, &HomePage::openRequested);
    auto* classify = named(new QPushButton(tr("&Classify scans…")), "homeClassify", tr("Classify scans"));
    classify->setIcon(icon(QStringLiteral("scan-search")));
    connect(classify, &QPushButton::clicked, this, &HomePage::classifyRequested);
    auto* sample =
        named(new QPushButton(tr("Try with &sample data")), "homeSample", tr("Try the program with sample data"));
    sample->setIcon(icon(QStringLiteral("play")));
    sample->setToolTip(tr("Makes a project of synthetic scans and trains it, in about two minutes."));
    connect(sample, &QPushButton::clicked, this, &HomePage::sampleRequested);
    auto* buttons = new QGridLayout;
    for (QPushButton* button : {create, open, classify, sample}) {
        button->setMinimumHeight(button->sizeHint().height() + 10);
        const int place = buttons->count();
        buttons->addWidget(button, place / 2, place % 2);
    }
    column->addLayout(buttons);
    auto* hint = new TextLabel(TextRole::Secondary,
                               tr("Or drop a project folder (NAME.nidus), a classifier (NAME.nidusmodel) or "
                                  "scans for it anywhere on this window."));
    hint->setWordWrap(true);
    column->addWidget(hint);

    m_recent = new QVBoxLayout(m_recentBox);
    m_recent->setContentsMargins(0, 14, 0, 0);
    m_recent->setSpacing(2);
    column->addWidget(m_recentBox);
    column->addStretch(2);
    auto* privacy = new TextLabel(
        TextRole::Secondary,
        tr("Nidus works on this computer alone: it never uses the network and sends nothing to anybody."));
    privacy->setWordWrap(true);
    column->addWidget(privacy);
    setRecentProjects({});
}

void HomePage::setRecentProjects(const QStringList& folders) {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // may be the sender of the click that got us here
        delete item;
    }
    m_recentBox->setVisible(!folders.isEmpty());
    if (folders.isEmpty())
        return;
    m_recent->addWidget(new TextLabel(TextRole::Heading, tr("Recent projects")));
    int number = 0;
    for (const QString& folder : folders) {
        const QString name = QFileInfo(folder).completeBaseName();
        auto* link = new QCommandLinkButton(name, QDir::toNativeSeparators(QFileInfo(folder).path()));
        link->setObjectName(QStringLiteral("recent_%1").arg(number++));
        link->setAccessibleName(tr("Open project %1").arg(name));
        link->setIcon(icon(QStringLiteral("clock"), Tint::Faint));
        connect(link, &QCommandLinkButton::clicked, this, [this, folder] { Q_EMIT projectChosen(folder); });
        m_recent->addWidget(link);
    }
}

} // namespace nidus::ui
