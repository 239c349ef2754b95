<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Ask</name>
    <message>
        <source>Reason, for the audit trail</source>
        <translation>Grund, für das Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>CounterPanel</name>
    <message>
        <source>Yield –</source>
        <translation>Ausbeute –</translation>
    </message>
    <message>
        <source>no parts since start</source>
        <translation>keine Teile seit dem Start</translation>
    </message>
    <message>
        <source>Yield {rate} % of {count}</source>
        <translation>Ausbeute {rate} % von {count}</translation>
    </message>
    <message>
        <source>95 %: at least {bound} %</source>
        <translation>95 %: mindestens {bound} %</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Somebody who has not signed in may not {action}.</source>
        <translation>Wer nicht angemeldet ist, darf nicht: {action}.</translation>
    </message>
    <message>
        <source>Sign in.</source>
        <translation>Bitte anmelden.</translation>
    </message>
</context>
<context>
    <name>EntryPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>State of the station</source>
        <translation>Zustand der Station</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Keys of this page</source>
        <translation>Tasten dieser Seite</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in, sign out, change the own password</source>
        <translation>Anmelden, abmelden, eigenes Kennwort ändern</translation>
    </message>
    <message>
        <source>Set up accounts</source>
        <translation>Konten einrichten</translation>
    </message>
    <message>
        <source>no recipe</source>
        <translation>kein Rezept</translation>
    </message>
    <message>
        <source>Recipe {name} version {version}</source>
        <translation>Rezept {name} Version {version}</translation>
    </message>
    <message>
        <source>model {name} version {version}</source>
        <translation>Modell {name} Version {version}</translation>
    </message>
</context>
<context>
    <name>Heartbeat</name>
    <message>
        <source>Last heartbeat {age} ms ago</source>
        <translation>Letztes Lebenszeichen vor {age} ms</translation>
    </message>
    <message>
        <source>No heartbeat</source>
        <translation>Kein Lebenszeichen</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Lebenszeichen</translation>
    </message>
    <message>
        <source>At rest</source>
        <translation>In Ruhe</translation>
    </message>
</context>
<context>
    <name>HeatLegend</name>
    <message>
        <source>Colour scale of the heatmap</source>
        <translation>Farbskala der Wärmekarte</translation>
    </message>
    <message>
        <source>Clear below {low}, strongest colour from {high}</source>
        <translation>Durchsichtig unter {low}, stärkste Farbe ab {high}</translation>
    </message>
    <message>
        <source>clear below {low}</source>
        <translation>durchsichtig unter {low}</translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Plus and minus zoom, arrow keys move, 0 fits, 1 shows the original size.</source>
        <translation>Plus und Minus vergrößern und verkleinern, Pfeiltasten verschieben, 0 passt ein, 1 zeigt die Originalgröße.</translation>
    </message>
</context>
<context>
    <name>InfoLine</name>
    <message>
        <source>no camera</source>
        <translation>keine Kamera</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>picture to output</source>
        <translation>Bild bis Ausgang</translation>
    </message>
    <message>
        <source>{step} p50 {p50}, p99 {p99}</source>
        <translation>{step} p50 {p50}, p99 {p99}</translation>
    </message>
    <message>
        <source>waiting {count}</source>
        <translation>wartend {count}</translation>
    </message>
    <message>
        <source>disk {size} free</source>
        <translation>Platte {size} frei</translation>
    </message>
    <message>
        <source>OK withheld {count}</source>
        <translation>OK zurückgehalten {count}</translation>
    </message>
    <message>
        <source>not yet recorded {count}</source>
        <translation>noch nicht gespeichert {count}</translation>
    </message>
    <message>
        <source>events lost {count}</source>
        <translation>Ereignisse verloren {count}</translation>
    </message>
    <message>
        <source>lost: {reason} {count}</source>
        <translation>verloren: {reason} {count}</translation>
    </message>
    <message>
        <source>images to save {count}</source>
        <translation>Bilder zu speichern {count}</translation>
    </message>
    <message>
        <source>not shown in time {count}</source>
        <translation>nicht rechtzeitig gezeigt {count}</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keys: {page}</source>
        <translation>Tasten: {page}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{name} – Inspection station</source>
        <translation>{name} – Prüfstation</translation>
    </message>
    <message>
        <source>Full screen, and back</source>
        <translation>Vollbild und zurück</translation>
    </message>
    <message>
        <source>To the next part of the window</source>
        <translation>Zum nächsten Bereich des Fensters</translation>
    </message>
    <message>
        <source>To the part of the window before</source>
        <translation>Zum vorigen Bereich des Fensters</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Umschalt+Tab</translation>
    </message>
    <message>
        <source>To the next thing, to the one before</source>
        <translation>Zum nächsten Element, zum vorigen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Press the button that has the focus</source>
        <translation>Die Schaltfläche mit dem Fokus drücken</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>NavigationButton</name>
    <message>
        <source>{page}, {count} waiting</source>
        <translation>{page}, {count} wartend</translation>
    </message>
    <message>
        <source>{page}, sign in first</source>
        <translation>{page}, zuerst anmelden</translation>
    </message>
</context>
<context>
    <name>OperatePage</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Quittieren</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Auslösen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Wärmekarte</translation>
    </message>
    <message>
        <source>Opacity of the heatmap</source>
        <translation>Deckkraft der Wärmekarte</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Fit the picture into the window</source>
        <translation>Bild ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Original size, 1 to 1</source>
        <translation>Originalgröße, 1 zu 1</translation>
    </message>
    <message>
        <source>No picture of this part</source>
        <translation>Kein Bild von diesem Teil</translation>
    </message>
    <message>
        <source>Part {part}</source>
        <translation>Teil {part}</translation>
    </message>
    <message>
        <source>Earlier part {part} · {count} came since · Live returns</source>
        <translation>Früheres Teil {part} · {count} seither · Live führt zurück</translation>
    </message>
    <message>
        <source>Earlier part {part} · Live returns</source>
        <translation>Früheres Teil {part} · Live führt zurück</translation>
    </message>
    <message>
        <source>Start brings the camera to life.</source>
        <translation>Start schaltet die Kamera ein.</translation>
    </message>
    <message>
        <source>The camera and the detector are getting ready.</source>
        <translation>Kamera und Detektor werden vorbereitet.</translation>
    </message>
    <message>
        <source>Waiting for the first one.</source>
        <translation>Das erste wird erwartet.</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>A picture could not be shown: {error}</source>
        <translation>Ein Bild konnte nicht gezeigt werden: {error}</translation>
    </message>
    <message>
        <source>The line goes on; verdicts and records are not touched by this.</source>
        <translation>Die Linie läuft weiter; Urteile und Aufzeichnungen sind davon nicht berührt.</translation>
    </message>
    <message>
        <source>The station is not ready</source>
        <translation>Die Station ist nicht bereit</translation>
    </message>
</context>
<context>
    <name>PartStrip</name>
    <message>
        <source>Last parts</source>
        <translation>Letzte Teile</translation>
    </message>
</context>
<context>
    <name>PartTile</name>
    <message>
        <source>Part {part}, {verdict}, {reason}, score {score}, {time}</source>
        <translation>Teil {part}, {verdict}, {reason}, Wert {score}, {time}</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Kennwort</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Whoever is not signed in is an operator. Accounts are disabled, never deleted: the records name them. Every change stands in the audit trail.</source>
        <translation>Wer nicht angemeldet ist, ist Bediener. Konten werden gesperrt, nie gelöscht: die Aufzeichnungen nennen sie. Jede Änderung steht im Änderungsprotokoll.</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>locked until {time}: wrong passwords</source>
        <translation>bis {time} blockiert: falsche Kennwörter</translation>
    </message>
    <message>
        <source>may sign in</source>
        <translation>darf sich anmelden</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>{name} was added.</source>
        <translation>{name} wurde angelegt.</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Ein Konto anlegen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>Mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>The same password again</source>
        <translation>Dasselbe Kennwort noch einmal</translation>
    </message>
    <message>
        <source>{name} is {role} from now on.</source>
        <translation>{name} ist von jetzt an {role}.</translation>
    </message>
    <message>
        <source>Role of {name}</source>
        <translation>Rolle von {name}</translation>
    </message>
    <message>
        <source>Somebody who is signed in has the new role within seconds.</source>
        <translation>Wer angemeldet ist, hat die neue Rolle nach wenigen Sekunden.</translation>
    </message>
    <message>
        <source>Reason, for the audit trail</source>
        <translation>Grund, für das Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>{name} has a new password.</source>
        <translation>{name} hat ein neues Kennwort.</translation>
    </message>
    <message>
        <source>New password for {name}</source>
        <translation>Neues Kennwort für {name}</translation>
    </message>
    <message>
        <source>It also ends a lock, and signs {name} out.</source>
        <translation>Es beendet auch eine Blockade und meldet {name} ab.</translation>
    </message>
    <message>
        <source>The new password again</source>
        <translation>Das neue Kennwort noch einmal</translation>
    </message>
    <message>
        <source>{name} may sign in.</source>
        <translation>{name} darf sich anmelden.</translation>
    </message>
    <message>
        <source>{name} is disabled.</source>
        <translation>{name} ist gesperrt.</translation>
    </message>
    <message>
        <source>Disable {name}?</source>
        <translation>{name} sperren?</translation>
    </message>
    <message>
        <source>{name} cannot sign in any more, and is signed out within seconds.</source>
        <translation>{name} kann sich nicht mehr anmelden und wird in wenigen Sekunden abgemeldet.</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Die beiden Kennwörter sind nicht gleich.</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>being cancelled</source>
        <translation>wird abgebrochen</translation>
    </message>
    <message>
        <source>about {time} to go</source>
        <translation>noch etwa {time}</translation>
    </message>
</context>
<context>
    <name>Reception</name>
    <message>
        <source>Signed in as {role} since {time}. Whatever you do is noted under your name.</source>
        <translation>Angemeldet als {role} seit {time}. Was Sie tun, wird unter Ihrem Namen vermerkt.</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Change own password</source>
        <translation>Eigenes Kennwort ändern</translation>
    </message>
    <message>
        <source>Somebody else signs in</source>
        <translation>Jemand anderes meldet sich an</translation>
    </message>
    <message>
        <source>To {action}, somebody has to sign in as {role}.</source>
        <translation>Dafür muss sich jemand als {role} anmelden: {action}.</translation>
    </message>
    <message>
        <source>{name} is {role} and may not {action}.</source>
        <translation>{name} ist {role} und darf nicht: {action}.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Die beiden Kennwörter sind nicht gleich.</translation>
    </message>
    <message>
        <source>Who administers this station?</source>
        <translation>Wer verwaltet diese Station?</translation>
    </message>
    <message>
        <source>There is no account yet. The administrator adds the others, and may do everything. Until then this station is for operators only: nobody can teach it, change a threshold or settings.</source>
        <translation>Es gibt noch kein Konto. Der Administrator legt die anderen an und darf alles. Bis dahin ist diese Station nur für Bediener: niemand kann sie anlernen, eine Schwelle oder Einstellungen ändern.</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>Mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>The same password again</source>
        <translation>Dasselbe Kennwort noch einmal</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>The password of {name} is changed.</source>
        <translation>Das Kennwort von {name} ist geändert.</translation>
    </message>
    <message>
        <source>Password of now</source>
        <translation>Bisheriges Kennwort</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Kennwort</translation>
    </message>
    <message>
        <source>The new password again</source>
        <translation>Das neue Kennwort noch einmal</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>{name} is {role} from now on.</source>
        <translation>{name} ist von jetzt an {role}.</translation>
    </message>
</context>
<context>
    <name>ScoreGauge</name>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Score {score}, threshold {threshold}</source>
        <translation>Wert {score}, Schwelle {threshold}</translation>
    </message>
    <message>
        <source>no threshold yet</source>
        <translation>noch keine Schwelle</translation>
    </message>
    <message>
        <source>threshold {value}</source>
        <translation>Schwelle {value}</translation>
    </message>
    <message>
        <source>review {value}</source>
        <translation>Nachprüfung {value}</translation>
    </message>
</context>
<context>
    <name>StartWindow</name>
    <message>
        <source>{name} – Inspection station</source>
        <translation>{name} – Prüfstation</translation>
    </message>
    <message>
        <source>Starting: loading the program and opening the records</source>
        <translation>Start: Programm wird geladen, Aufzeichnungen werden geöffnet</translation>
    </message>
    <message>
        <source>The window opens in a moment.</source>
        <translation>Das Fenster öffnet sich gleich.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Start läuft</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>After an update the records are brought into their new form first: that may take minutes.</source>
        <translation>Nach einer Aktualisierung werden zuerst die Aufzeichnungen in ihre neue Form gebracht: das kann Minuten dauern.</translation>
    </message>
</context>
<context>
    <name>StatePill</name>
    <message>
        <source>Station state: {word}</source>
        <translation>Zustand der Station: {word}</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>The next part appears here.</source>
        <translation>Das nächste Teil erscheint hier.</translation>
    </message>
    <message>
        <source>Earlier part {part} · {time}</source>
        <translation>Früheres Teil {part} · {time}</translation>
    </message>
    <message>
        <source>Part {part} · {time}</source>
        <translation>Teil {part} · {time}</translation>
    </message>
</context>
<context>
    <name>VerdictSign</name>
    <message>
        <source>Verdict: none yet</source>
        <translation>Urteil: noch keines</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>Verdict: {word}</source>
        <translation>Urteil: {word}</translation>
    </message>
    <message>
        <source>No part yet</source>
        <translation>Noch kein Teil</translation>
    </message>
</context>
<context>
    <name>Watchdog</name>
    <message>
        <source>window late: p50 {p50} ms, p99 {p99} ms, worst {worst} ms, over {count} looks</source>
        <translation>Fenster verspätet: p50 {p50} ms, p99 {p99} ms, höchstens {worst} ms, über {count} Messungen</translation>
    </message>
</context>
<context>
    <name>WindowSession</name>
    <message>
        <source>What the window remembered could not be read: {problem}</source>
        <translation>Was sich das Fenster gemerkt hatte, war nicht lesbar: {problem}</translation>
    </message>
    <message>
        <source>It begins as it was delivered; nothing else is touched by this.</source>
        <translation>Es beginnt wie ausgeliefert; sonst ist nichts davon berührt.</translation>
    </message>
    <message>
        <source>What the window should remember could not be written: {error}</source>
        <translation>Was sich das Fenster merken soll, konnte nicht gespeichert werden: {error}</translation>
    </message>
    <message>
        <source>This station runs as a kiosk: its window stays.</source>
        <translation>Diese Station läuft als Kiosk: ihr Fenster bleibt.</translation>
    </message>
    <message>
        <source>Somebody who may leave the kiosk mode has to sign in first.</source>
        <translation>Zuerst muss sich jemand anmelden, der den Kioskbetrieb verlassen darf.</translation>
    </message>
    <message>
        <source>{name} will be signed out in {count} s</source>
        <translation>{name} wird in {count} s abgemeldet</translation>
    </message>
    <message>
        <source>Press a key, or touch the screen, to stay signed in.</source>
        <translation>Eine Taste drücken oder den Bildschirm berühren, um angemeldet zu bleiben.</translation>
    </message>
    <message>
        <source>{name} was signed out: nothing was done for {time}.</source>
        <translation>{name} wurde abgemeldet: {time} lang ist nichts geschehen.</translation>
    </message>
    <message>
        <source>What was begun on the pages is kept for whoever signs in again.</source>
        <translation>Was auf den Seiten begonnen wurde, bleibt für den, der sich wieder anmeldet.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The window opens anew in that language. The line goes on meanwhile.</source>
        <translation>Das Fenster öffnet sich neu in dieser Sprache. Die Linie läuft währenddessen weiter.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Not now: {what}.</source>
        <translation>Jetzt nicht: {what}.</translation>
    </message>
    <message>
        <source>an order is under way</source>
        <translation>ein Befehl wird gerade ausgeführt</translation>
    </message>
    <message>
        <source>{job} is running</source>
        <translation>{job} läuft</translation>
    </message>
    <message>
        <source>Closing now would lose something: {what}.</source>
        <translation>Beim Schließen ginge etwas verloren: {what}.</translation>
    </message>
    <message>
        <source>Close the window again to leave all the same.</source>
        <translation>Das Fenster noch einmal schließen, um trotzdem zu beenden.</translation>
    </message>
    <message>
        <source>Stopping the station</source>
        <translation>Die Station wird angehalten</translation>
    </message>
    <message>
        <source>The window closes by itself when the line has come to rest.</source>
        <translation>Das Fenster schließt sich von selbst, sobald die Linie zur Ruhe gekommen ist.</translation>
    </message>
    <message>
        <source>The station could not be stopped: {error}</source>
        <translation>Die Station konnte nicht angehalten werden: {error}</translation>
    </message>
</context>
<context>
    <name>demo</name>
    <message>
        <source>All parts are inspected.</source>
        <translation>Alle Teile sind geprüft.</translation>
    </message>
    <message>
        <source>Close the window to see the report.</source>
        <translation>Das Fenster schließen, um den Bericht zu sehen.</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Operate</source>
        <translation>Betrieb</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
</context>
<context>
    <name>services</name>
    <message>
        <source>score below the threshold</source>
        <translation>Wert unter der Schwelle</translation>
    </message>
    <message>
        <source>score at or above the threshold</source>
        <translation>Wert auf oder über der Schwelle</translation>
    </message>
    <message>
        <source>score between the two thresholds</source>
        <translation>Wert zwischen den beiden Schwellen</translation>
    </message>
    <message>
        <source>parts came faster than they could be inspected</source>
        <translation>Teile kamen schneller, als sie geprüft werden konnten</translation>
    </message>
    <message>
        <source>the camera delivered a damaged picture</source>
        <translation>die Kamera hat ein beschädigtes Bild geliefert</translation>
    </message>
    <message>
        <source>the camera took no picture for this trigger</source>
        <translation>die Kamera hat zu dieser Auslösung kein Bild gemacht</translation>
    </message>
    <message>
        <source>the camera was lost</source>
        <translation>die Kamera war nicht mehr erreichbar</translation>
    </message>
    <message>
        <source>the camera could not take the trigger</source>
        <translation>die Kamera konnte die Auslösung nicht annehmen</translation>
    </message>
    <message>
        <source>the verdict came too late for the part</source>
        <translation>das Urteil kam zu spät für das Teil</translation>
    </message>
    <message>
        <source>the picture is not the kind the recipe was taught on</source>
        <translation>das Bild ist nicht von der Art, auf die das Rezept angelernt ist</translation>
    </message>
    <message>
        <source>the picture is not fit for inspection</source>
        <translation>das Bild taugt nicht für eine Prüfung</translation>
    </message>
    <message>
        <source>the detector failed</source>
        <translation>der Detektor ist gescheitert</translation>
    </message>
    <message>
        <source>the detector did not answer</source>
        <translation>der Detektor hat nicht geantwortet</translation>
    </message>
    <message>
        <source>the detector gave no usable score</source>
        <translation>der Detektor hat keinen brauchbaren Wert geliefert</translation>
    </message>
    <message>
        <source>the verdict could not be recorded</source>
        <translation>das Urteil konnte nicht aufgezeichnet werden</translation>
    </message>
    <message>
        <source>the station is in fault</source>
        <translation>die Station ist in Störung</translation>
    </message>
    <message>
        <source>the station was stopped</source>
        <translation>die Station wurde angehalten</translation>
    </message>
    <message>
        <source>found good, but the OK was withheld: the line saw a reject</source>
        <translation>für gut befunden, aber das OK wurde zurückgehalten: die Linie sah einen Ausschuss</translation>
    </message>
    <message>
        <source>overrun</source>
        <translation>Überlauf</translation>
    </message>
    <message>
        <source>bad buffer</source>
        <translation>beschädigtes Bild</translation>
    </message>
    <message>
        <source>missing frame</source>
        <translation>fehlendes Bild</translation>
    </message>
    <message>
        <source>camera lost</source>
        <translation>Kamera verloren</translation>
    </message>
    <message>
        <source>trigger refused</source>
        <translation>Auslösung abgelehnt</translation>
    </message>
    <message>
        <source>station stopped</source>
        <translation>Station angehalten</translation>
    </message>
    <message>
        <source>station fault</source>
        <translation>Störung der Station</translation>
    </message>
    <message>
        <source>detector hung</source>
        <translation>Detektor hängt</translation>
    </message>
    <message>
        <source>late</source>
        <translation>zu spät</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>engineer</source>
        <translation>Ingenieur</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>see the line</source>
        <translation>die Linie sehen</translation>
    </message>
    <message>
        <source>change their own password</source>
        <translation>das eigene Kennwort ändern</translation>
    </message>
    <message>
        <source>start and stop the line</source>
        <translation>die Linie starten und anhalten</translation>
    </message>
    <message>
        <source>inspect a part by hand</source>
        <translation>ein Teil von Hand prüfen</translation>
    </message>
    <message>
        <source>acknowledge a fault or an alarm</source>
        <translation>eine Störung oder einen Alarm quittieren</translation>
    </message>
    <message>
        <source>choose which released recipe runs</source>
        <translation>wählen, welches freigegebene Rezept läuft</translation>
    </message>
    <message>
        <source>check the golden parts</source>
        <translation>die Referenzteile prüfen</translation>
    </message>
    <message>
        <source>say that a verdict was wrong</source>
        <translation>sagen, dass ein Urteil falsch war</translation>
    </message>
    <message>
        <source>decide on a part in review</source>
        <translation>über ein Teil in Nachprüfung entscheiden</translation>
    </message>
    <message>
        <source>look at past inspections</source>
        <translation>frühere Prüfungen ansehen</translation>
    </message>
    <message>
        <source>export past inspections</source>
        <translation>frühere Prüfungen exportieren</translation>
    </message>
    <message>
        <source>change the verdict of a part that was not in review</source>
        <translation>das Urteil eines Teils ändern, das nicht in Nachprüfung war</translation>
    </message>
    <message>
        <source>settle what operators said</source>
        <translation>über Rückmeldungen der Bediener entscheiden</translation>
    </message>
    <message>
        <source>take pictures for a data set</source>
        <translation>Bilder für einen Datensatz aufnehmen</translation>
    </message>
    <message>
        <source>label pictures</source>
        <translation>Bilder kennzeichnen</translation>
    </message>
    <message>
        <source>paint masks</source>
        <translation>Masken malen</translation>
    </message>
    <message>
        <source>teach a model</source>
        <translation>ein Modell anlernen</translation>
    </message>
    <message>
        <source>compare models</source>
        <translation>Modelle vergleichen</translation>
    </message>
    <message>
        <source>change a threshold</source>
        <translation>eine Schwelle ändern</translation>
    </message>
    <message>
        <source>make a recipe version</source>
        <translation>eine Rezeptversion anlegen</translation>
    </message>
    <message>
        <source>put a recipe version in force, or go back to one</source>
        <translation>eine Rezeptversion in Kraft setzen oder zu einer zurückkehren</translation>
    </message>
    <message>
        <source>export or import a recipe with its model</source>
        <translation>ein Rezept mit seinem Modell exportieren oder importieren</translation>
    </message>
    <message>
        <source>change camera and trigger settings</source>
        <translation>Einstellungen von Kamera und Auslösung ändern</translation>
    </message>
    <message>
        <source>drive the outputs by hand</source>
        <translation>die Ausgänge von Hand schalten</translation>
    </message>
    <message>
        <source>read the audit trail</source>
        <translation>das Änderungsprotokoll lesen</translation>
    </message>
    <message>
        <source>make a diagnostic bundle</source>
        <translation>ein Diagnosepaket erstellen</translation>
    </message>
    <message>
        <source>leave the kiosk mode</source>
        <translation>den Kioskbetrieb verlassen</translation>
    </message>
    <message>
        <source>change storage and other settings of the station</source>
        <translation>Speicher und andere Einstellungen der Station ändern</translation>
    </message>
    <message>
        <source>manage accounts</source>
        <translation>Konten verwalten</translation>
    </message>
    <message>
        <source>The name or the password is wrong.</source>
        <translation>Der Name oder das Kennwort ist falsch.</translation>
    </message>
    <message>
        <source>After {attempts} wrong passwords an account is locked for {minutes} minutes.</source>
        <translation>Nach {attempts} falschen Kennwörtern ist ein Konto {minutes} Minuten lang blockiert.</translation>
    </message>
    <message>
        <source>{attempts} wrong passwords: {name} is locked until {time}.</source>
        <translation>{attempts} falsche Kennwörter: {name} ist bis {time} blockiert.</translation>
    </message>
    <message>
        <source>Wait until then, or let an administrator set a new password.</source>
        <translation>Bis dahin warten, oder einen Administrator ein neues Kennwort setzen lassen.</translation>
    </message>
    <message>
        <source>The account {name} is disabled.</source>
        <translation>Das Konto {name} ist gesperrt.</translation>
    </message>
    <message>
        <source>An administrator can enable it.</source>
        <translation>Ein Administrator kann es freigeben.</translation>
    </message>
    <message>
        <source>The account {name} was changed at this moment.</source>
        <translation>Das Konto {name} wurde in diesem Augenblick geändert.</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Bitte noch einmal anmelden.</translation>
    </message>
    <message>
        <source>{name} is not signed in any more.</source>
        <translation>{name} ist nicht mehr angemeldet.</translation>
    </message>
    <message>
        <source>{name} cannot be the name of an account.</source>
        <translation>{name} kann kein Kontoname sein.</translation>
    </message>
    <message>
        <source>Use 1 to 64 letters, digits, spaces, or . &apos; @ - _, beginning with a letter or a digit.</source>
        <translation>1 bis 64 Buchstaben, Ziffern, Leerzeichen oder . &apos; @ - _, am Anfang ein Buchstabe oder eine Ziffer.</translation>
    </message>
    <message>
        <source>The password must have {shortest} to {longest} characters.</source>
        <translation>Das Kennwort muss {shortest} bis {longest} Zeichen haben.</translation>
    </message>
    <message>
        <source>Use {shortest} to {longest} characters; a few words are easier to remember than signs.</source>
        <translation>{shortest} bis {longest} Zeichen; ein paar Wörter merkt man sich leichter als Sonderzeichen.</translation>
    </message>
    <message>
        <source>This password is too easy to guess.</source>
        <translation>Dieses Kennwort ist zu leicht zu erraten.</translation>
    </message>
    <message>
        <source>An {role} may not {action}.</source>
        <translation>Als {role} darf man nicht: {action}.</translation>
    </message>
    <message>
        <source>Sign in as an {role}.</source>
        <translation>Bitte als {role} anmelden.</translation>
    </message>
    <message>
        <source>Somebody who has not signed in may not {action}.</source>
        <translation>Wer nicht angemeldet ist, darf nicht: {action}.</translation>
    </message>
    <message>
        <source>The first account must be an administrator&apos;s.</source>
        <translation>Das erste Konto muss das eines Administrators sein.</translation>
    </message>
    <message>
        <source>Add the others after it.</source>
        <translation>Die anderen danach anlegen.</translation>
    </message>
    <message>
        <source>Another station is running on the folder {folder} (process {process}).</source>
        <translation>Auf dem Ordner {folder} läuft schon eine andere Station (Prozess {process}).</translation>
    </message>
    <message>
        <source>Stop it first, or give this one another station.data_dir.</source>
        <translation>Zuerst jene beenden, oder dieser einen anderen station.data_dir geben.</translation>
    </message>
    <message>
        <source>There are accounts already.</source>
        <translation>Es gibt schon Konten.</translation>
    </message>
    <message>
        <source>Sign in as an administrator to add others.</source>
        <translation>Als Administrator anmelden, um weitere anzulegen.</translation>
    </message>
    <message>
        <source>There is an account {name} already.</source>
        <translation>Das Konto {name} gibt es schon.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>There is no account {name}.</source>
        <translation>Ein Konto {name} gibt es nicht.</translation>
    </message>
    <message>
        <source>{name} is the last administrator: the account must stay as it is.</source>
        <translation>{name} ist der letzte Administrator: das Konto muss bleiben, wie es ist.</translation>
    </message>
    <message>
        <source>Make somebody else an administrator first.</source>
        <translation>Zuerst jemand anderen zum Administrator machen.</translation>
    </message>
    <message>
        <source>No recipe is active.</source>
        <translation>Kein Rezept ist in Kraft.</translation>
    </message>
    <message>
        <source>Loading the model of recipe {name} version {version}.</source>
        <translation>Das Modell von Rezept {name} Version {version} wird geladen.</translation>
    </message>
    <message>
        <source>Teach one: `station train NAME --good FOLDER --activate`.</source>
        <translation>Eines anlernen: `station train NAME --good ORDNER --activate`.</translation>
    </message>
    <message>
        <source>The station is running already.</source>
        <translation>Die Station läuft schon.</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>Zuerst anhalten.</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Zuerst starten.</translation>
    </message>
    <message>
        <source>There is nothing to acknowledge.</source>
        <translation>Es gibt nichts zu quittieren.</translation>
    </message>
    <message>
        <source>Another fault came up meanwhile.</source>
        <translation>Inzwischen kam eine andere Störung auf.</translation>
    </message>
    <message>
        <source>Look at it, then acknowledge again.</source>
        <translation>Ansehen, dann noch einmal quittieren.</translation>
    </message>
    <message>
        <source>The fault is still there: {fault}</source>
        <translation>Die Störung besteht noch: {fault}</translation>
    </message>
    <message>
        <source>Acknowledge when the camera is back.</source>
        <translation>Quittieren, sobald die Kamera wieder da ist.</translation>
    </message>
    <message>
        <source>Stop and start the station.</source>
        <translation>Die Station anhalten und starten.</translation>
    </message>
    <message>
        <source>Unexpected error: {error}</source>
        <translation>Unerwarteter Fehler: {error}</translation>
    </message>
    <message>
        <source>This is a mistake in the program. The log has the details.</source>
        <translation>Das ist ein Fehler im Programm. Das Protokoll enthält die Einzelheiten.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NOK</source>
        <translation>NOK</translation>
    </message>
    <message>
        <source>REVIEW</source>
        <translation>PRÜFEN</translation>
    </message>
    <message>
        <source>ERROR</source>
        <translation>FEHLER</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Recovering</source>
        <translation>Erholt sich</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>no. {number}</source>
        <translation>Nr. {number}</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} Tage</translation>
    </message>
</context>
</TS>
