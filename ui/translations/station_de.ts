<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutPanel</name>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Check the station</source>
        <translation>Station prüfen</translation>
    </message>
    <message>
        <source>Diagnostic bundle</source>
        <translation>Diagnosepaket</translation>
    </message>
    <message>
        <source>About this station</source>
        <translation>Über diese Station</translation>
    </message>
    <message>
        <source>The bundle has versions, checks, configuration, events and logs: no pictures, no passwords.</source>
        <translation>Das Paket enthält Versionen, Prüfungen, Konfiguration, Ereignisse und Protokolle: keine Bilder, keine Kennwörter.</translation>
    </message>
    <message>
        <source>The station is being looked at.</source>
        <translation>Die Station wird geprüft.</translation>
    </message>
    <message>
        <source>There is a file of this name in {folder} already.</source>
        <translation>In {folder} gibt es schon eine Datei mit diesem Namen.</translation>
    </message>
    <message>
        <source>Replace {file}?</source>
        <translation>{file} ersetzen?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>Prozessoren</translation>
    </message>
    <message>
        <source>well</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>look</source>
        <translation>ansehen</translation>
    </message>
    <message>
        <source>WRONG</source>
        <translation>FALSCH</translation>
    </message>
    <message>
        <source>{count} of {all} checks need a look.</source>
        <translation>{count} von {all} Prüfungen bitte ansehen.</translation>
    </message>
    <message>
        <source>All {all} checks are well.</source>
        <translation>Alle {all} Prüfungen sind in Ordnung.</translation>
    </message>
    <message>
        <source>Write a diagnostic bundle</source>
        <translation>Diagnosepaket schreiben</translation>
    </message>
    <message>
        <source>Zip files ({pattern})</source>
        <translation>Zip-Dateien ({pattern})</translation>
    </message>
    <message>
        <source>{file} was written, {size}.</source>
        <translation>{file} wurde geschrieben, {size}.</translation>
    </message>
    <message>
        <source>Look through it before you hand it on.</source>
        <translation>Vor der Weitergabe durchsehen.</translation>
    </message>
</context>
<context>
    <name>AgreementSection</name>
    <message>
        <source>Agreement studies of this product</source>
        <translation>Übereinstimmungsstudien dieses Produkts</translation>
    </message>
    <message>
        <source>Parts whose truth experts know are presented several times. The study says how far the station agrees with them, and with itself.</source>
        <translation>Teile, deren Wahrheit Fachleute kennen, werden mehrmals vorgelegt. Die Studie sagt, wie weit die Station mit ihnen übereinstimmt und mit sich selbst.</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Bewertet</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Agreement studies</source>
        <translation>Übereinstimmungsstudien</translation>
    </message>
    <message>
        <source>There is no study of this product yet.</source>
        <translation>Zu diesem Produkt gibt es noch keine Studie.</translation>
    </message>
    <message>
        <source>New study</source>
        <translation>Neue Studie</translation>
    </message>
    <message>
        <source>New with these parts</source>
        <translation>Neu mit diesen Teilen</translation>
    </message>
    <message>
        <source>Begin or go on</source>
        <translation>Beginnen oder weitermachen</translation>
    </message>
    <message>
        <source>Go on, the cell triggers</source>
        <translation>Weiter, die Zelle löst aus</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>The plan of a study is not stored yet.</source>
        <translation>Der Plan einer Studie ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Study {name} is planned. Begin it while the line runs.</source>
        <translation>Die Studie {name} ist geplant. Sie beginnt, während die Linie läuft.</translation>
    </message>
    <message>
        <source>Cancel the study {name}?</source>
        <translation>Die Studie {name} abbrechen?</translation>
    </message>
    <message>
        <source>It cannot go on then, and its figures are no result.</source>
        <translation>Sie kann dann nicht weitergehen, und ihre Zahlen sind kein Ergebnis.</translation>
    </message>
    <message>
        <source>Cancel the study</source>
        <translation>Die Studie abbrechen</translation>
    </message>
</context>
<context>
    <name>AlarmRow</name>
    <message>
        <source>Acknowledge</source>
        <translation>Quittieren</translation>
    </message>
    <message>
        <source>{time}, {count} times, last at {last}</source>
        <translation>{time}, {count}-mal, zuletzt um {last}</translation>
    </message>
    <message>
        <source>there now</source>
        <translation>steht an</translation>
    </message>
    <message>
        <source>over</source>
        <translation>vorbei</translation>
    </message>
    <message>
        <source>acknowledged by {who} at {time}</source>
        <translation>quittiert von {who} um {time}</translation>
    </message>
</context>
<context>
    <name>AlarmsPanel</name>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>There has been no alarm since the program was started.</source>
        <translation>Seit dem Start des Programms gab es keinen Alarm.</translation>
    </message>
</context>
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
    <name>AuditFilter</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>Von – bis</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Handlung</translation>
    </message>
</context>
<context>
    <name>AuditModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>AuditTable</name>
    <message>
        <source>Audit trail</source>
        <translation>Änderungsprotokoll</translation>
    </message>
</context>
<context>
    <name>AuditView</name>
    <message>
        <source>Check the chain</source>
        <translation>Kette prüfen</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Checking the audit trail</source>
        <translation>Änderungsprotokoll wird geprüft</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>Entries: {count}</source>
        <translation>Einträge: {count}</translation>
    </message>
    <message>
        <source>No entry matches</source>
        <translation>Kein Eintrag passt</translation>
    </message>
    <message>
        <source>Entry {number}, {time}: {act}, {who}, from {origin}</source>
        <translation>Eintrag {number}, {time}: {act}, {who}, aus {origin}</translation>
    </message>
    <message>
        <source>Reason: {why}</source>
        <translation>Grund: {why}</translation>
    </message>
    <message>
        <source>Before: {values}</source>
        <translation>Vorher: {values}</translation>
    </message>
    <message>
        <source>After: {values}</source>
        <translation>Nachher: {values}</translation>
    </message>
    <message>
        <source>The chain has not been checked yet.</source>
        <translation>Die Kette wurde noch nicht geprüft.</translation>
    </message>
    <message>
        <source>The chain is unbroken: {count} entries, checked {time}.</source>
        <translation>Die Kette ist ungebrochen: {count} Einträge, geprüft {time}.</translation>
    </message>
    <message>
        <source>The chain is broken at entry {number}: {problem}.</source>
        <translation>Die Kette ist bei Eintrag {number} gebrochen: {problem}.</translation>
    </message>
    <message>
        <source>The {count} entries before it are whole.</source>
        <translation>Die {count} Einträge davor sind unversehrt.</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
    <message>
        <source>Where to write</source>
        <translation>Wohin schreiben</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>The chosen entry</source>
        <translation>Der gewählte Eintrag</translation>
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
    <name>CalibrationPage</name>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Live view</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>As configured</source>
        <translation>Wie konfiguriert</translation>
    </message>
    <message>
        <source>This program asks</source>
        <translation>Dieses Programm löst aus</translation>
    </message>
    <message>
        <source>Free running</source>
        <translation>Freilaufend</translation>
    </message>
    <message>
        <source>The line&apos;s trigger</source>
        <translation>Auslösung der Linie</translation>
    </message>
    <message>
        <source>What makes the camera take a picture</source>
        <translation>Was die Kamera ein Bild aufnehmen lässt</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>Überhell</translation>
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
        <source>Forget the best sharpness so far</source>
        <translation>Bisher beste Schärfe vergessen</translation>
    </message>
    <message>
        <source>Take one</source>
        <translation>Ein Bild</translation>
    </message>
    <message>
        <source>Burst</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>One for each trigger</source>
        <translation>Eines je Auslösung</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Light and focus</source>
        <translation>Licht und Schärfe</translation>
    </message>
    <message>
        <source>Take pictures</source>
        <translation>Bilder aufnehmen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation>Art des Defekts</translation>
    </message>
    <message>
        <source>Pictures in a burst</source>
        <translation>Bilder je Serie</translation>
    </message>
    <message>
        <source>Time between them</source>
        <translation>Abstand der Bilder</translation>
    </message>
    <message>
        <source>No live picture</source>
        <translation>Kein Live-Bild</translation>
    </message>
    <message>
        <source>Press Live view to open the camera. No recipe is needed for it.</source>
        <translation>Live-Bild öffnet die Kamera. Ein Rezept ist dafür nicht nötig.</translation>
    </message>
    <message>
        <source>The camera is closed.</source>
        <translation>Die Kamera ist geschlossen.</translation>
    </message>
    <message>
        <source>The line is not ready; what is shown may be its last picture.</source>
        <translation>Die Linie ist nicht bereit; gezeigt wird vielleicht ihr letztes Bild.</translation>
    </message>
    <message>
        <source>The line is running; its pictures are shown, and it is not slowed.</source>
        <translation>Die Linie läuft; ihre Bilder werden gezeigt, ohne sie zu bremsen.</translation>
    </message>
    <message>
        <source>Camera {name}: {rate} pictures per second shown</source>
        <translation>Kamera {name}: {rate} Bilder pro Sekunde gezeigt</translation>
    </message>
    <message>
        <source>Only a part of the sensor</source>
        <translation>Nur ein Ausschnitt des Sensors</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gewünscht</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Possible</source>
        <translation>Möglich</translation>
    </message>
    <message>
        <source>Camera settings</source>
        <translation>Kameraeinstellungen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Changed here, beside station.toml: {names}</source>
        <translation>Hier geändert, neben station.toml: {names}</translation>
    </message>
    <message>
        <source>Everything is as station.toml says.</source>
        <translation>Alles ist wie in station.toml.</translation>
    </message>
    <message>
        <source>The recipe in force was taught on {pictures}. With these settings its pictures are refused.</source>
        <translation>Das Rezept in Kraft ist auf {pictures} angelernt. Mit diesen Einstellungen werden seine Bilder abgewiesen.</translation>
    </message>
    <message>
        <source>What is asked of the camera</source>
        <translation>Was die Kamera tun soll</translation>
    </message>
    <message>
        <source>A recipe was taught on pictures taken with its settings: change them before teaching.</source>
        <translation>Ein Rezept ist auf Bilder mit seinen Einstellungen angelernt: vor dem Anlernen ändern.</translation>
    </message>
    <message>
        <source>From the left</source>
        <translation>Von links</translation>
    </message>
    <message>
        <source>From the top</source>
        <translation>Von oben</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>What the camera says</source>
        <translation>Was die Kamera meldet</translation>
    </message>
    <message>
        <source>instead: {value}</source>
        <translation>stattdessen: {value}</translation>
    </message>
    <message>
        <source>{some} and {count} more</source>
        <translation>{some} und {count} weitere</translation>
    </message>
    <message>
        <source>up to {width} × {height}</source>
        <translation>bis {width} × {height}</translation>
    </message>
    <message>
        <source>{camera} is in use by the live view: exposure and gain change at once.</source>
        <translation>{camera} ist vom Live-Bild belegt: Belichtung und Verstärkung ändern sich sofort.</translation>
    </message>
    <message>
        <source>{camera} is in use by the line. Nothing can be changed while it runs: stop the line first.</source>
        <translation>{camera} ist von der Linie belegt. Solange sie läuft, ist nichts änderbar: zuerst die Linie anhalten.</translation>
    </message>
    <message>
        <source>{camera} is in use by {user}.</source>
        <translation>{camera} ist belegt von {user}.</translation>
    </message>
    <message>
        <source>{camera} accepted everything as it was asked.</source>
        <translation>{camera} hat alles wie gewünscht angenommen.</translation>
    </message>
    <message>
        <source>{setting}: {old} → {new}</source>
        <translation>{setting}: {old} → {new}</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Change the camera settings?</source>
        <translation>Kameraeinstellungen ändern?</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>The camera accepted everything as it was asked.</source>
        <translation>Die Kamera hat alles wie gewünscht angenommen.</translation>
    </message>
</context>
<context>
    <name>CandidateList</name>
    <message>
        <source>Open feedback</source>
        <translation>Offene Rückmeldungen</translation>
    </message>
    <message>
        <source>Kind (optional)</source>
        <translation>Art (wenn bekannt)</translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation>Art des Defekts</translation>
    </message>
    <message>
        <source>As good</source>
        <translation>Als gut</translation>
    </message>
    <message>
        <source>As defect</source>
        <translation>Als Defekt</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>There is more; this was said last.</source>
        <translation>Es gibt mehr; dies wurde zuletzt gesagt.</translation>
    </message>
    <message>
        <source>No feedback is open</source>
        <translation>Keine Rückmeldung ist offen</translation>
    </message>
    <message>
        <source>Judged {verdict}; {who} said {said} on {time}: {reason}</source>
        <translation>Urteil {verdict}; {who} sagte {said} am {time}: {reason}</translation>
    </message>
    <message>
        <source>The picture is in the data set of the recipe now.</source>
        <translation>Das Bild ist jetzt im Datensatz des Rezepts.</translation>
    </message>
    <message>
        <source>The feedback is dismissed.</source>
        <translation>Die Rückmeldung ist verworfen.</translation>
    </message>
</context>
<context>
    <name>CapturePage</name>
    <message>
        <source>Data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Name of the data set</source>
        <translation>Name des Datensatzes</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>the rest of a capture plan, which can be gone on with</source>
        <translation>den Rest eines Aufnahmeplans, mit dem weitergemacht werden kann</translation>
    </message>
    <message>
        <source>pictures that wait for the disk</source>
        <translation>Bilder, die auf die Platte warten</translation>
    </message>
    <message>
        <source>Importing {folder}</source>
        <translation>{folder} wird importiert</translation>
    </message>
    <message>
        <source>Looking for hints in {name}</source>
        <translation>Hinweise in {name} werden gesucht</translation>
    </message>
    <message>
        <source>No data set chosen</source>
        <translation>Kein Datensatz gewählt</translation>
    </message>
    <message>
        <source>Type the name of the part to be taught, or choose a set.</source>
        <translation>Namen des anzulernenden Teils eingeben oder einen Datensatz wählen.</translation>
    </message>
    <message>
        <source>{count} good</source>
        <translation>{count} gut</translation>
    </message>
    <message>
        <source>At best, {held_out} of {good} good pictures held out can show false rejects of {bound}.</source>
        <translation>Bestenfalls belegen {held_out} von {good} guten Bildern, zurückgelegt, einen Pseudo-Ausschuss von {bound}.</translation>
    </message>
    <message>
        <source>Escapes, shown on {defects}: {bound}.</source>
        <translation>Durchschlupf, belegt an {defects}: {bound}.</translation>
    </message>
    <message>
        <source>For {bound} it takes {good} good pictures.</source>
        <translation>Für {bound} braucht es {good} gute Bilder.</translation>
    </message>
    <message>
        <source>Added: {new} of {pictures}.</source>
        <translation>Aufgenommen: {new} von {pictures}.</translation>
    </message>
    <message>
        <source>Look at the marked pictures before you teach.</source>
        <translation>Vor dem Anlernen die markierten Bilder ansehen.</translation>
    </message>
    <message>
        <source>Nothing to look at again in {pictures}.</source>
        <translation>Nichts noch einmal anzusehen in {pictures}.</translation>
    </message>
    <message>
        <source>{count} unsure</source>
        <translation>{count} unsicher</translation>
    </message>
    <message>
        <source>{count} ignored</source>
        <translation>{count} ignor.</translation>
    </message>
    <message>
        <source>No good pictures to show a false-reject rate with.</source>
        <translation>Keine guten Bilder, um einen Pseudo-Ausschuss zu belegen.</translation>
    </message>
    <message>
        <source>Without defects the escape rate stays unknown.</source>
        <translation>Ohne Defekte bleibt der Durchschlupf unbekannt.</translation>
    </message>
    <message>
        <source>Choose the folder with the pictures</source>
        <translation>Ordner mit den Bildern wählen</translation>
    </message>
    <message>
        <source>{count} were in the set already.</source>
        <translation>{count} waren schon im Datensatz.</translation>
    </message>
    <message>
        <source>{count} could not be taken.</source>
        <translation>{count} waren nicht brauchbar.</translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation>Der Import wurde abgebrochen.</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>Und {count} weitere.</translation>
    </message>
</context>
<context>
    <name>Carrying</name>
    <message>
        <source>Export {name} version {version}</source>
        <translation>{name} Version {version} exportieren</translation>
    </message>
    <message>
        <source>Import a recipe</source>
        <translation>Ein Rezept importieren</translation>
    </message>
    <message>
        <source>Replace {file}?</source>
        <translation>{file} ersetzen?</translation>
    </message>
    <message>
        <source>There is a file of this name in {folder} already.</source>
        <translation>In {folder} gibt es schon eine Datei mit diesem Namen.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>{name} version {version} was exported: {file}, {size}.</source>
        <translation>{name} Version {version} wurde exportiert: {file}, {size}.</translation>
    </message>
    <message>
        <source>SHA-256 {sha256}</source>
        <translation>SHA-256 {sha256}</translation>
    </message>
    <message>
        <source>Import {name} version {version} of {station}</source>
        <translation>{name} Version {version} von {station} importieren</translation>
    </message>
    <message>
        <source>Made by {who} on {day}, for pictures {pictures}, threshold {threshold}; the model has {size}.</source>
        <translation>Erstellt von {who} am {day}, für Bilder {pictures}, Schwelle {threshold}; das Modell hat {size}.</translation>
    </message>
    <message>
        <source>There is a recipe {name} here already: it becomes its version {version}.</source>
        <translation>Ein Rezept {name} gibt es hier schon: es wird dessen Version {version}.</translation>
    </message>
    <message>
        <source>It judges by the calibration of the camera of {station}; another camera needs its own.</source>
        <translation>Es prüft mit der Kalibrierung der Kamera von {station}; eine andere Kamera braucht ihre eigene.</translation>
    </message>
    <message>
        <source>The recipe in force is for other pictures ({pictures}): look at the camera first.</source>
        <translation>Das Rezept in Kraft ist für andere Bilder ({pictures}): zuerst die Kamera ansehen.</translation>
    </message>
    <message>
        <source>The model is being checked and tested.</source>
        <translation>Das Modell wird geprüft und getestet.</translation>
    </message>
    <message>
        <source>Import as {name} version {version}?</source>
        <translation>Als {name} Version {version} importieren?</translation>
    </message>
    <message>
        <source>It is not put in force. Its model tests itself first.</source>
        <translation>Es wird nicht in Kraft gesetzt. Sein Modell testet sich zuerst selbst.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>{name} version {version} was imported. It is not in force.</source>
        <translation>{name} Version {version} wurde importiert. Es ist nicht in Kraft.</translation>
    </message>
    <message>
        <source>This recipe is here already: {name} version {version}.</source>
        <translation>Dieses Rezept gibt es hier schon: {name} Version {version}.</translation>
    </message>
    <message>
        <source>Recipes ({pattern})</source>
        <translation>Rezepte ({pattern})</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>On labelled pictures that neither learned from</source>
        <translation>Auf gekennzeichneten Bildern, aus denen keines gelernt hat</translation>
    </message>
    <message>
        <source>Verdicts that would change, the gravest first</source>
        <translation>Urteile, die sich ändern würden, die schwersten zuerst</translation>
    </message>
    <message>
        <source>Last parts of history</source>
        <translation>Letzte Teile im Verlauf</translation>
    </message>
    <message>
        <source>{number}, in force</source>
        <translation>{number}, in Kraft</translation>
    </message>
    <message>
        <source>Nothing has been compared yet.</source>
        <translation>Noch ist nichts verglichen.</translation>
    </message>
    <message>
        <source>Both versions are tried on the same pictures, beside the line. Every verdict that differs is shown.</source>
        <translation>Beide Versionen werden neben der Linie an denselben Bildern erprobt. Jedes abweichende Urteil wird gezeigt.</translation>
    </message>
    <message>
        <source>1 verdict would change, of {total}</source>
        <translation>1 Urteil von {total} würde sich ändern</translation>
    </message>
    <message>
        <source>{changed} verdicts would change, of {total}</source>
        <translation>{changed} Urteile von {total} würden sich ändern</translation>
    </message>
    <message>
        <source>{count} from {old} to {new}</source>
        <translation>{count} von {old} zu {new}</translation>
    </message>
    <message>
        <source>Version {old} and version {new}. Labelled pictures: {labelled}, parts of history: {parts}.</source>
        <translation>Version {old} und Version {new}. Gekennzeichnete Bilder: {labelled}, Teile aus dem Verlauf: {parts}.</translation>
    </message>
    <message>
        <source>Not used, because one of the models learned from them: {count}.</source>
        <translation>Nicht verwendet, weil eines der Modelle daraus gelernt hat: {count}.</translation>
    </message>
    <message>
        <source>Could not be compared: {count}. {named}</source>
        <translation>Nicht vergleichbar: {count}. {named}</translation>
    </message>
    <message>
        <source>{value}, {interval}</source>
        <translation>{value}, {interval}</translation>
    </message>
    <message>
        <source>The first {count} are shown; the record holds all.</source>
        <translation>Die ersten {count} werden gezeigt; die Aufzeichnung enthält alle.</translation>
    </message>
    <message>
        <source>From version</source>
        <translation>Von Version</translation>
    </message>
    <message>
        <source>To version</source>
        <translation>Zu Version</translation>
    </message>
    <message>
        <source>{old} → {new}</source>
        <translation>{old} → {new}</translation>
    </message>
    <message>
        <source>from history</source>
        <translation>aus dem Verlauf</translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation>{name}: {why}</translation>
    </message>
    <message>
        <source>; and {count} more</source>
        <translation>; und {count} weitere</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>Version {number}</translation>
    </message>
    <message>
        <source>Image AUROC</source>
        <translation>AUROC der Bilder</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>Pseudo-Ausschuss</translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation>Durchschlupf</translation>
    </message>
</context>
<context>
    <name>CounterPanel</name>
    <message>
        <source>Yield –</source>
        <translation>Ausbeute –</translation>
    </message>
    <message>
        <source>no parts since the program started</source>
        <translation>keine Teile seit dem Programmstart</translation>
    </message>
    <message>
        <source>since the program started · 95 %: at least {bound} %</source>
        <translation>seit dem Programmstart · 95 %: mindestens {bound} %</translation>
    </message>
    <message>
        <source>Yield {rate} % of {count}</source>
        <translation>Ausbeute {rate} % von {count}</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>Choose pictures and a method on the left, then teach. The line goes on inspecting meanwhile, and nothing changes for it until a result is put in force.</source>
        <translation>Links Bilder und ein Verfahren wählen, dann anlernen. Die Linie prüft inzwischen weiter; für sie ändert sich nichts, bis ein Ergebnis in Kraft gesetzt wird.</translation>
    </message>
    <message>
        <source>No point of a curve yet. A method that learns in one step has none; it is measured afterwards.</source>
        <translation>Noch kein Punkt einer Kurve. Ein Verfahren, das in einem Schritt lernt, hat keine; es wird danach gemessen.</translation>
    </message>
    <message>
        <source>Log of the teaching</source>
        <translation>Protokoll des Anlernens</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>CoverageMap</name>
    <message>
        <source>Where the board was seen</source>
        <translation>Wo das Brett zu sehen war</translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>Log axis for false rejects</source>
        <translation>Pseudo-Ausschuss logarithmisch</translation>
    </message>
    <message>
        <source>The escape rate is unknown: no picture of a defect is in the data set. ROC and precision-recall would show nothing. Label pictures of defects, as few as they are, to see them.</source>
        <translation>Der Durchschlupf ist unbekannt: der Datensatz enthält kein Bild eines Defekts. ROC und Precision-Recall würden nichts zeigen. Dafür Bilder von Defekten kennzeichnen, und seien es wenige.</translation>
    </message>
    <message>
        <source>The false reject rate is unknown: every good picture was learned from or left out. Label good pictures that the model did not learn from.</source>
        <translation>Der Pseudo-Ausschuss ist unbekannt: aus jedem guten Bild wurde gelernt, oder es blieb weg. Gute Bilder kennzeichnen, aus denen das Modell nicht gelernt hat.</translation>
    </message>
    <message>
        <source>Left out: {pictures}. {first}</source>
        <translation>Ausgelassen: {pictures}. {first}</translation>
    </message>
</context>
<context>
    <name>DayBars</name>
    <message>
        <source>Verdicts by day, as they were and as they would be</source>
        <translation>Urteile je Tag, wie sie waren und wie sie wären</translation>
    </message>
    <message>
        <source>left: before · right: after</source>
        <translation>links: vorher · rechts: nachher</translation>
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
    <name>Detail</name>
    <message>
        <source>Show the other picture</source>
        <translation>Das andere Bild zeigen</translation>
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
        <source>No picture chosen</source>
        <translation>Kein Bild gewählt</translation>
    </message>
    <message>
        <source>This picture cannot be shown</source>
        <translation>Dieses Bild kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>{time} {who}: {label}</source>
        <translation>{time} {who}: {label}</translation>
    </message>
    <message>
        <source>and {count} earlier</source>
        <translation>und {count} frühere</translation>
    </message>
</context>
<context>
    <name>DetectionPlot</name>
    <message>
        <source>How often each part was rejected</source>
        <translation>Wie oft jedes Teil zurückgewiesen wurde</translation>
    </message>
    <message>
        <source>{count} of {total} parts were not told rightly every time.</source>
        <translation>{count} von {total} Teilen wurden nicht jedes Mal richtig beurteilt.</translation>
    </message>
    <message>
        <source>good parts</source>
        <translation>gute Teile</translation>
    </message>
    <message>
        <source>defective parts</source>
        <translation>fehlerhafte Teile</translation>
    </message>
</context>
<context>
    <name>DriftChart</name>
    <message>
        <source>Scores of OK parts over time</source>
        <translation>Werte der OK-Teile über die Zeit</translation>
    </message>
    <message>
        <source>No OK parts with a score in this period</source>
        <translation>Keine OK-Teile mit Wert in diesem Zeitraum</translation>
    </message>
    <message>
        <source>{time}
OK parts: {count}, mean {mean}, sd {sd}</source>
        <translation>{time}
OK-Teile: {count}, Mittel {mean}, σ {sd}</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>+3 sd</source>
        <translation>+3 σ</translation>
    </message>
    <message>
        <source>−3 sd</source>
        <translation>−3 σ</translation>
    </message>
</context>
<context>
    <name>DriftPlot</name>
    <message>
        <source>good parts, the newest on the right</source>
        <translation>Gutteile, das neueste rechts</translation>
    </message>
    <message>
        <source>Drift of one quantity</source>
        <translation>Drift einer Größe</translation>
    </message>
</context>
<context>
    <name>DriftSection</name>
    <message>
        <source>Quantity</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Shift in sd (95 %)</source>
        <translation>Versatz in Std.-Abw. (95 %)</translation>
    </message>
    <message>
        <source>Spread, times (95 %)</source>
        <translation>Streuung, mal (95 %)</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Quantities</source>
        <translation>Größen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu ansehen</translation>
    </message>
    <message>
        <source>Good parts now and when it was taught</source>
        <translation>Gutteile jetzt und beim Anlernen</translation>
    </message>
    <message>
        <source>Steady: the newest {count} good parts are as those before.</source>
        <translation>Stabil: die neuesten {count} Gutteile sind wie die davor.</translation>
    </message>
    <message>
        <source>Too few good parts yet to say anything: {count}.</source>
        <translation>Noch zu wenige Gutteile für eine Aussage: {count}.</translation>
    </message>
    <message>
        <source>A shift of one sd or more, or a spread of twice or half, that chance does not explain: were nothing changed, at most {rate} % of looks would find something. A running line looks every {window} good parts.</source>
        <translation>Ein Versatz um eine Standardabweichung oder mehr, oder eine doppelte oder halbe Streuung, die der Zufall nicht erklärt. Wenn sich nichts geändert hat, schlägt höchstens {rate} % der Vergleiche an. Eine laufende Linie vergleicht alle {window} Gutteile.</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>normal set</source>
        <translation>Gutbilder</translation>
    </message>
    <message>
        <source>first parts</source>
        <translation>erste Teile</translation>
    </message>
    <message>
        <source>{value} ± {sd}, {count} {origin}</source>
        <translation>{value} ± {sd}, {count} {origin}</translation>
    </message>
    <message>
        <source>{value} ± {sd}, {count}</source>
        <translation>{value} ± {sd}, {count}</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Saturated share</source>
        <translation>Gesättigter Anteil</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Shift of the part, px</source>
        <translation>Versatz des Teils, px</translation>
    </message>
    <message>
        <source>Turn of the part, °</source>
        <translation>Drehung des Teils, °</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>stabil</translation>
    </message>
    <message>
        <source>too few parts</source>
        <translation>zu wenige Teile</translation>
    </message>
    <message>
        <source>▲ shifted up</source>
        <translation>▲ höher</translation>
    </message>
    <message>
        <source>▼ shifted down</source>
        <translation>▼ tiefer</translation>
    </message>
    <message>
        <source>◆ wider spread</source>
        <translation>◆ größere Streuung</translation>
    </message>
    <message>
        <source>◆ narrower spread</source>
        <translation>◆ kleinere Streuung</translation>
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
    <name>FeedbackPanel</name>
    <message>
        <source>Feedback</source>
        <translation>Rückmeldung</translation>
    </message>
    <message>
        <source>Say something</source>
        <translation>Etwas melden</translation>
    </message>
    <message>
        <source>Open feedback</source>
        <translation>Offene Rückmeldungen</translation>
    </message>
    <message>
        <source>{who} said {word} at {time}: {reason} ({outcome})</source>
        <translation>{who} sagte {word} um {time}: {reason} ({outcome})</translation>
    </message>
    <message>
        <source>Thank you: an engineer will look at it. The verdict stays in the records.</source>
        <translation>Danke: ein Ingenieur sieht es sich an. Das Urteil bleibt in den Aufzeichnungen.</translation>
    </message>
</context>
<context>
    <name>FlatFieldSection</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Cover the lens. Shows what the sensor says without light. May be left out where it is cooled.</source>
        <translation>Objektiv abdecken. Zeigt, was der Sensor ohne Licht meldet. Darf entfallen, wo er gekühlt ist.</translation>
    </message>
    <message>
        <source>Take {count} dark</source>
        <translation>{count} dunkle aufnehmen</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>One even white or grey sheet over the whole view, a little out of focus, in the light of the line. The brightest place at about 80 %.</source>
        <translation>Ein gleichmäßig weißes oder graues Blatt über das ganze Bildfeld, etwas unscharf, im Licht der Linie. Die hellste Stelle bei etwa 80 %.</translation>
    </message>
    <message>
        <source>Take {count} bright</source>
        <translation>{count} helle aufnehmen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Compare the picture before and after, and the gain map.</source>
        <translation>Vergleichen Sie das Bild vorher und nachher, und die Verstärkungskarte.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Stored with its date and your reason, as a version.</source>
        <translation>Wird mit Datum und Ihrem Grund als Version gespeichert.</translation>
    </message>
    <message>
        <source>Keep this flat field</source>
        <translation>Flachfeld behalten</translation>
    </message>
    <message>
        <source>Dark pictures</source>
        <translation>Dunkle Bilder</translation>
    </message>
    <message>
        <source>Bright pictures</source>
        <translation>Helle Bilder</translation>
    </message>
    <message>
        <source>a flat field that was not kept</source>
        <translation>ein Flachfeld, das nicht behalten wurde</translation>
    </message>
    <message>
        <source>{count} pictures, mean {mean} % of full scale.</source>
        <translation>{count} Bilder, Mittel {mean} % der Vollaussteuerung.</translation>
    </message>
    <message>
        <source>{count} pictures, mean {mean} %, brightest place {most} %, saturated {share} %.</source>
        <translation>{count} Bilder, Mittel {mean} %, hellste Stelle {most} %, gesättigt {share} %.</translation>
    </message>
    <message>
        <source>Trying the flat field</source>
        <translation>Flachfeld wird erprobt</translation>
    </message>
    <message>
        <source>Darkest place: {before} % of the mean before, {after} % after. Corrects by up to {gain} times. Pixels replaced: {hot} hot, {dead} dead.</source>
        <translation>Dunkelste Stelle: vorher {before} % des Mittels, nachher {after} %. Korrigiert um bis zum {gain}-Fachen. Ersetzte Pixel: {hot} heiße, {dead} tote.</translation>
    </message>
    <message>
        <source>Keep this flat field for {name}?</source>
        <translation>Dieses Flachfeld für {name} behalten?</translation>
    </message>
    <message>
        <source>{count} bright and {dark} dark pictures.</source>
        <translation>{count} helle und {dark} dunkle Bilder.</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Pictures of the data set</source>
        <translation>Bilder des Datensatzes</translation>
    </message>
    <message>
        <source>Arrow keys move, Shift and Control choose several, G D U I label what is chosen.</source>
        <translation>Pfeiltasten bewegen, Umschalt und Strg wählen mehrere, G D U I kennzeichnen das Gewählte.</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>Picture {number}: {words}</source>
        <translation>Bild {number}: {words}</translation>
    </message>
</context>
<context>
    <name>GalleryPanel</name>
    <message>
        <source>All labels</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>Show pictures labelled</source>
        <translation>Bilder mit Kennzeichen zeigen</translation>
    </message>
    <message>
        <source>Show defects of the kind</source>
        <translation>Defekte der Art zeigen</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Hints first</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Sort the pictures</source>
        <translation>Bilder sortieren</translation>
    </message>
    <message>
        <source>Hints only</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Import folder</source>
        <translation>Ordner importieren</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Look for hints</source>
        <translation>Hinweise suchen</translation>
    </message>
    <message>
        <source>Whole set: MVTec, snapshots, region</source>
        <translation>Ganzer Datensatz: MVTec, Stände, Bereich</translation>
    </message>
    <message>
        <source>as {label}</source>
        <translation>als {label}</translation>
    </message>
    <message>
        <source>Label of imported pictures</source>
        <translation>Kennzeichen importierter Bilder</translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation>Art des Defekts</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Defect</source>
        <translation>Defekt</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Paint mask</source>
        <translation>Maske malen</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>no kind</source>
        <translation>ohne Art</translation>
    </message>
    <message>
        <source>Choose a data set above, or type the name of a new one.</source>
        <translation>Oben einen Datensatz wählen oder den Namen eines neuen eingeben.</translation>
    </message>
    <message>
        <source>No pictures yet. Take some with the camera, or import a folder.</source>
        <translation>Noch keine Bilder. Mit der Kamera aufnehmen oder einen Ordner importieren.</translation>
    </message>
    <message>
        <source>No picture has this label.</source>
        <translation>Kein Bild ist so gekennzeichnet.</translation>
    </message>
    <message>
        <source>{shown} of {total} pictures shown</source>
        <translation>{shown} von {total} Bildern gezeigt</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>{count} gewählt</translation>
    </message>
    <message>
        <source>{far} unlike the rest, {near} near copies</source>
        <translation>{far} anders als der Rest, {near} fast gleich</translation>
    </message>
    <message>
        <source>That picture is not among those shown.</source>
        <translation>Dieses Bild ist nicht unter den gezeigten.</translation>
    </message>
    <message>
        <source>Show all labels to see it.</source>
        <translation>Alle Kennzeichen zeigen, um es zu sehen.</translation>
    </message>
</context>
<context>
    <name>GateSection</name>
    <message>
        <source> px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Saturated share</source>
        <translation>Gesättigter Anteil</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Shift of the part</source>
        <translation>Versatz des Teils</translation>
    </message>
    <message>
        <source>Turn of the part</source>
        <translation>Drehung des Teils</translation>
    </message>
    <message>
        <source>Live view</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>Measure the good pictures</source>
        <translation>Gute Bilder vermessen</translation>
    </message>
    <message>
        <source>Keep these limits</source>
        <translation>Diese Grenzen behalten</translation>
    </message>
    <message>
        <source>Check where the part lies</source>
        <translation>Prüfen, wo das Teil liegt</translation>
    </message>
    <message>
        <source>What passes</source>
        <translation>Was durchgeht</translation>
    </message>
    <message>
        <source>Dots: pictures it was taught from. Rings: good pictures held out. Grey: what passes. Outside it a picture is ERROR, never scored.</source>
        <translation>Punkte: Bilder, mit denen angelernt wurde. Ringe: zurückgehaltene gute Bilder. Grau: was durchgeht. Außerhalb ist ein Bild ERROR und wird nie bewertet.</translation>
    </message>
    <message>
        <source>1  Measure</source>
        <translation>1  Vermessen</translation>
    </message>
    <message>
        <source>2  Try on the live picture</source>
        <translation>2  Am Livebild erproben</translation>
    </message>
    <message>
        <source>3  Keep</source>
        <translation>3  Behalten</translation>
    </message>
    <message>
        <source>{name} version {version} has no image gate: every picture is scored.</source>
        <translation>{name} Version {version} hat keine Bildprüfung: jedes Bild wird bewertet.</translation>
    </message>
    <message>
        <source>{name} version {version}: limits from {count} good pictures, made by {who}.</source>
        <translation>{name} Version {version}: Grenzen aus {count} guten Bildern, von {who}.</translation>
    </message>
    <message>
        <source>Measuring the good pictures</source>
        <translation>Gute Bilder werden vermessen</translation>
    </message>
    <message>
        <source>Learned from {count} good pictures, {ignored} of them left out as odd.</source>
        <translation>Aus {count} guten Bildern gelernt, {ignored} davon als Ausreißer ausgelassen.</translation>
    </message>
    <message>
        <source>No good pictures were held out to try it on.</source>
        <translation>Es wurden keine guten Bilder zurückgehalten, um es daran zu erproben.</translation>
    </message>
    <message>
        <source>Good pictures held out that it refuses: {rate}.</source>
        <translation>Zurückgehaltene gute Bilder, die abgewiesen würden: {rate}.</translation>
    </message>
    <message>
        <source>{count} pictures are gone or changed.</source>
        <translation>{count} Bilder fehlen oder wurden geändert.</translation>
    </message>
    <message>
        <source>No place was learned: {why}.</source>
        <translation>Kein Platz wurde gelernt: {why}.</translation>
    </message>
    <message>
        <source>For parts in a holder. A part that lies elsewhere is then ERROR: not fit for inspection.</source>
        <translation>Für Teile in einer Aufnahme. Ein Teil, das anderswo liegt, ist dann ERROR: nicht prüfbar.</translation>
    </message>
    <message>
        <source>The live picture is fit for inspection.</source>
        <translation>Das Livebild ist prüfbar.</translation>
    </message>
    <message>
        <source>Keeping the limits</source>
        <translation>Grenzen werden behalten</translation>
    </message>
    <message>
        <source>Keep these limits for {name}?</source>
        <translation>Diese Grenzen für {name} behalten?</translation>
    </message>
    <message>
        <source>A new version of the recipe; in force where the one before is. Its threshold stays.</source>
        <translation>Eine neue Version des Rezepts; in Kraft, wo es die vorige ist. Ihre Schwelle bleibt.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>{name} version {version} has these limits.</source>
        <translation>{name} Version {version} hat diese Grenzen.</translation>
    </message>
</context>
<context>
    <name>GoldenPanel</name>
    <message>
        <source>Reference parts</source>
        <translation>Referenzteile</translation>
    </message>
    <message>
        <source>Begin the check</source>
        <translation>Prüfung beginnen</translation>
    </message>
    <message>
        <source>It is in place</source>
        <translation>Es liegt bereit</translation>
    </message>
    <message>
        <source>Break off</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Run without a check</source>
        <translation>Ohne Prüfung laufen</translation>
    </message>
    <message>
        <source>Choose the parts</source>
        <translation>Teile wählen</translation>
    </message>
    <message>
        <source>A check is under way: no OK leaves. {done} of {count} done.</source>
        <translation>Eine Prüfung läuft: kein OK geht hinaus. {done} von {count} fertig.</translation>
    </message>
    <message>
        <source>Until then no OK leaves.</source>
        <translation>Bis dahin geht kein OK hinaus.</translation>
    </message>
    <message>
        <source>The next check is due on {time}.</source>
        <translation>Die nächste Prüfung ist am {time} fällig.</translation>
    </message>
    <message>
        <source>No check is due.</source>
        <translation>Keine Prüfung ist fällig.</translation>
    </message>
    <message>
        <source>No check is required here; one can be made at any time.</source>
        <translation>Hier ist keine Prüfung verlangt; möglich ist sie jederzeit.</translation>
    </message>
    <message>
        <source>All parts were presented.</source>
        <translation>Alle Teile wurden vorgelegt.</translation>
    </message>
    <message>
        <source>Waiting for the picture of {part}</source>
        <translation>Das Bild von {part} wird erwartet</translation>
    </message>
    <message>
        <source>Present part {part} (expected: {expected})</source>
        <translation>Teil {part} vorlegen (erwartet: {expected})</translation>
    </message>
    <message>
        <source>score {low} to {high}</source>
        <translation>Wert {low} bis {high}</translation>
    </message>
    <message>
        <source>{part}: as expected ({verdict}, score {score})</source>
        <translation>{part}: wie erwartet ({verdict}, Wert {score})</translation>
    </message>
    <message>
        <source>{part}: NOT as expected, {problem}</source>
        <translation>{part}: NICHT wie erwartet, {problem}</translation>
    </message>
    <message>
        <source>Last check, {time}, {who}: passed</source>
        <translation>Letzte Prüfung, {time}, {who}: bestanden</translation>
    </message>
    <message>
        <source>Last check, {time}, {who}: FAILED</source>
        <translation>Letzte Prüfung, {time}, {who}: NICHT BESTANDEN</translation>
    </message>
    <message>
        <source>{time}: {who} let the line run without a check: {why}</source>
        <translation>{time}: {who} ließ die Linie ohne Prüfung laufen: {why}</translation>
    </message>
    <message>
        <source>recipe {name} version {version}</source>
        <translation>Rezept {name} Version {version}</translation>
    </message>
    <message>
        <source>The reference parts are as expected.</source>
        <translation>Die Referenzteile sind wie erwartet.</translation>
    </message>
    <message>
        <source>Run without a passed check?</source>
        <translation>Ohne bestandene Prüfung laufen?</translation>
    </message>
    <message>
        <source>OK leaves again although the reference parts have not passed. Your name and the reason are kept.</source>
        <translation>Es geht wieder OK hinaus, obwohl die Referenzteile nicht bestanden haben. Name und Grund werden aufbewahrt.</translation>
    </message>
    <message>
        <source>Let the line run</source>
        <translation>Linie laufen lassen</translation>
    </message>
</context>
<context>
    <name>GoldenParts</name>
    <message>
        <source>Reference parts of the running recipe</source>
        <translation>Referenzteile des laufenden Rezepts</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>As written on the part, such as G1</source>
        <translation>Wie auf dem Teil, etwa G1</translation>
    </message>
    <message>
        <source>Make it a reference part</source>
        <translation>Zum Referenzteil machen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Expected verdict</source>
        <translation>Erwartetes Urteil</translation>
    </message>
    <message>
        <source>Score may differ by</source>
        <translation>Wert darf abweichen um</translation>
    </message>
    <message>
        <source>Inspect a part, or choose one below the picture, to make it a reference part.</source>
        <translation>Ein Teil prüfen oder unter dem Bild eines wählen, um es zum Referenzteil zu machen.</translation>
    </message>
    <message>
        <source>Part {part}: {verdict}, score {score}</source>
        <translation>Teil {part}: {verdict}, Wert {score}</translation>
    </message>
    <message>
        <source>Change what is expected of {name}?</source>
        <translation>Ändern, was von {name} erwartet wird?</translation>
    </message>
    <message>
        <source>There is a reference part of this name. From now on this part is expected of it.</source>
        <translation>Es gibt ein Referenzteil mit diesem Namen. Von nun an gilt dafür, was dieses Teil zeigt.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Remove reference part {name}?</source>
        <translation>Referenzteil {name} entfernen?</translation>
    </message>
    <message>
        <source>The check of the reference parts does not ask for it any more.</source>
        <translation>Die Prüfung der Referenzteile fragt nicht mehr danach.</translation>
    </message>
</context>
<context>
    <name>Growth</name>
    <message>
        <source>Teach on growing sets</source>
        <translation>Auf wachsenden Mengen anlernen</translation>
    </message>
    <message>
        <source>Teaches the chosen method on 1, 2, 4 … of the good pictures and tries each on the same held-out parts and defects. The bars tell how sure so few tried pictures make the figure. There is one draw of each size: a step between two sizes can be chance. No model is kept.</source>
        <translation>Lernt das gewählte Verfahren auf 1, 2, 4 … der guten Bilder an und erprobt es jedes Mal an denselben zurückgelegten Teilen und Defekten. Die Balken sagen, wie sicher so wenige Bilder die Zahl machen. Jede Größe wird einmal gezogen: ein Sprung zwischen zwei Größen kann Zufall sein. Kein Modell bleibt erhalten.</translation>
    </message>
</context>
<context>
    <name>GrowthPlot</name>
    <message>
        <source>image AUROC</source>
        <translation>AUROC der Bilder</translation>
    </message>
    <message>
        <source>good pictures to learn from</source>
        <translation>gute Bilder zum Lernen</translation>
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
    <message>
        <source>model version {version}</source>
        <translation>Modell Version {version}</translation>
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
        <translation>klar unter {low}</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Histogram of brightness</source>
        <translation>Histogramm der Helligkeit</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>bright</source>
        <translation>hell</translation>
    </message>
</context>
<context>
    <name>HistogramPlot</name>
    <message>
        <source>Histogram of scores</source>
        <translation>Histogramm der Werte</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>% of its kind</source>
        <translation>% seiner Art</translation>
    </message>
    <message>
        <source>Threshold {score}</source>
        <translation>Schwelle {score}</translation>
    </message>
    <message>
        <source>Review from {score}</source>
        <translation>Nachprüfung ab {score}</translation>
    </message>
</context>
<context>
    <name>HistoryDetail</name>
    <message>
        <source>Picture of the part</source>
        <translation>Bild des Teils</translation>
    </message>
    <message>
        <source>Score again</source>
        <translation>Neu bewerten</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Wärmekarte</translation>
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
        <source>Kind of defect</source>
        <translation>Art des Defekts</translation>
    </message>
    <message>
        <source>Kind of defect, if it is one</source>
        <translation>Art des Defekts, falls es einer ist</translation>
    </message>
    <message>
        <source>It is good</source>
        <translation>Es ist gut</translation>
    </message>
    <message>
        <source>It is bad</source>
        <translation>Es ist schlecht</translation>
    </message>
    <message>
        <source>{verdict}, part {part}</source>
        <translation>{verdict}, Teil {part}</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>Reading the picture</source>
        <translation>Das Bild wird gelesen</translation>
    </message>
    <message>
        <source>Nobody has decided; the station&apos;s verdict stands.</source>
        <translation>Niemand hat entschieden; das Urteil der Station gilt.</translation>
    </message>
    <message>
        <source>No feedback.</source>
        <translation>Keine Rückmeldung.</translation>
    </message>
    <message>
        <source>No entries.</source>
        <translation>Keine Einträge.</translation>
    </message>
    <message>
        <source>Nothing within two minutes.</source>
        <translation>Nichts binnen zwei Minuten.</translation>
    </message>
    <message>
        <source>The heatmap is of the score of now; it is not stored.</source>
        <translation>Die Wärmekarte gehört zum Wert von jetzt; sie wird nicht gespeichert.</translation>
    </message>
    <message>
        <source>Heatmaps are not stored: score again to see it.</source>
        <translation>Wärmekarten werden nicht gespeichert: neu bewerten, um sie zu sehen.</translation>
    </message>
    <message>
        <source>{threshold}, review from {review_from}</source>
        <translation>{threshold}, Nachprüfung ab {review_from}</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Threshold then</source>
        <translation>Damalige Schwelle</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Defect regions</source>
        <translation>Fehlerstellen</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>, {detector}, taught from {pictures}</source>
        <translation>, {detector}, angelernt mit: {pictures}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>not recorded then</source>
        <translation>damals nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>Inspected for</source>
        <translation>Geprüft für</translation>
    </message>
    <message>
        <source>a check of reference parts</source>
        <translation>eine Prüfung der Referenzteile</translation>
    </message>
    <message>
        <source>production</source>
        <translation>die Produktion</translation>
    </message>
    <message>
        <source>Signed in then</source>
        <translation>Damals angemeldet</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Auslösung</translation>
    </message>
    <message>
        <source>{id} from {source}</source>
        <translation>{id} von {source}</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>{name} version {version} (sha256 {hash}…)</source>
        <translation>{name} Version {version} (sha256 {hash}…)</translation>
    </message>
    <message>
        <source>grab</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>output</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>total</source>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>An engineer may change a verdict; the station&apos;s own stays beside it.</source>
        <translation>Ein Ingenieur darf ein Urteil ändern; das der Station bleibt daneben stehen.</translation>
    </message>
    <message>
        <source>Decisions of people</source>
        <translation>Entscheidungen von Personen</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>Rückmeldung</translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation>Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Events around it</source>
        <translation>Ereignisse dazu</translation>
    </message>
    <message>
        <source>Choose a part to see all of it.</source>
        <translation>Ein Teil wählen, um alles zu sehen.</translation>
    </message>
</context>
<context>
    <name>HistoryExports</name>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>With pictures (zip)</source>
        <translation>Mit Bildern (Zip)</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>Bericht (PDF)</translation>
    </message>
    <message>
        <source>Table: a row for each part. Zip: with pictures, decisions, feedback. No masks, no heatmaps.</source>
        <translation>Tabelle: eine Zeile je Teil. Zip: mit Bildern, Entscheiden, Rückmeldungen. Ohne Masken und Wärmekarten.</translation>
    </message>
    <message>
        <source>An engineer may export.</source>
        <translation>Ein Ingenieur darf exportieren.</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Table with pictures (*.zip)</source>
        <translation>Tabelle mit Bildern (*.zip)</translation>
    </message>
    <message>
        <source>Report (*.pdf)</source>
        <translation>Bericht (*.pdf)</translation>
    </message>
    <message>
        <source>Where to write</source>
        <translation>Wohin schreiben</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
    <message>
        <source>Written: {path}: {parts}, {pictures}</source>
        <translation>Geschrieben: {path}: {parts}, {pictures}</translation>
    </message>
    <message>
        <source>Pictures missing: {missing}, changed: {changed}; missing.csv says why.</source>
        <translation>Fehlende Bilder: {missing}, veränderte: {changed}; missing.csv sagt warum.</translation>
    </message>
</context>
<context>
    <name>HistoryFilter</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>Diese Schicht</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>Von – bis</translation>
    </message>
    <message>
        <source>Not OK</source>
        <translation>Nicht OK</translation>
    </message>
    <message>
        <source>SN0042 or SN00*</source>
        <translation>SN0042 oder SN00*</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Either way</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>Decided {verdict}</source>
        <translation>Entschieden {verdict}</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>Reference parts</source>
        <translation>Referenzteile</translation>
    </message>
    <message>
        <source>The number under which robot and PLC know the picture</source>
        <translation>Die Nummer, unter der Roboter und SPS das Bild kennen</translation>
    </message>
    <message>
        <source>Feedback open</source>
        <translation>Gemeldet</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>{name} version {version}</source>
        <translation>{name} Version {version}</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Decided by people</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Inspected for</source>
        <translation>Geprüft für</translation>
    </message>
    <message>
        <source>Score from</source>
        <translation>Wert von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Acquisition</source>
        <translation>Aufnahme</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entscheid</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Reference: {part}</source>
        <translation>Referenz: {part}</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>offen</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Why parts were not OK</source>
        <translation>Warum Teile nicht OK waren</translation>
    </message>
    <message>
        <source>Defects that people found</source>
        <translation>Defekte, die Personen fanden</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>nicht benannt</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Scoring part {part} again</source>
        <translation>Teil {part} wird neu bewertet</translation>
    </message>
    <message>
        <source>{count} rows are shown; there are more.</source>
        <translation>{count} Zeilen werden gezeigt; es gibt mehr.</translation>
    </message>
    <message>
        <source>Choose a shorter period or another filter to see them.</source>
        <translation>Für die übrigen einen kürzeren Zeitraum oder anderen Filter wählen.</translation>
    </message>
    <message>
        <source>No part matches</source>
        <translation>Kein Teil passt</translation>
    </message>
    <message>
        <source>No parts in this period.</source>
        <translation>Keine Teile in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>No OK parts with a score in this period.</source>
        <translation>Keine OK-Teile mit Wert in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>Scores of OK parts</source>
        <translation>Werte der OK-Teile</translation>
    </message>
    <message>
        <source>Parts, charts or audit trail</source>
        <translation>Teile, Diagramme oder Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation>Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Recipe {recipe}, model {model} version {version}.</source>
        <translation>Rezept {recipe}, Modell {model} Version {version}.</translation>
    </message>
    <message>
        <source>This part could not be read</source>
        <translation>Dieses Teil konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Decide: part {part} is {verdict}{kind}</source>
        <translation>Entscheiden: Teil {part} ist {verdict}{kind}</translation>
    </message>
    <message>
        <source>It was {was}. The station&apos;s own verdict stays in the records beside this decision. What the line did with the part is not changed.</source>
        <translation>Es war {was}. Das Urteil der Station bleibt neben dieser Entscheidung in den Aufzeichnungen. Was die Linie mit dem Teil tat, ändert sich nicht.</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>The decision is noted. The station&apos;s verdict stays beside it.</source>
        <translation>Die Entscheidung ist vermerkt. Das Urteil der Station bleibt daneben stehen.</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>Ausbeute</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
</context>
<context>
    <name>HistoryTable</name>
    <message>
        <source>Past inspections</source>
        <translation>Frühere Prüfungen</translation>
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
    <name>InForce</name>
    <message>
        <source>No recipe is in force now.</source>
        <translation>Jetzt ist kein Rezept in Kraft.</translation>
    </message>
    <message>
        <source>In force now: {name} version {version}.</source>
        <translation>Jetzt in Kraft: {name} Version {version}.</translation>
    </message>
    <message>
        <source>A running line changes to it between two parts. You can go back with one click.</source>
        <translation>Eine laufende Linie wechselt zwischen zwei Teilen. Zurück geht es mit einem Klick.</translation>
    </message>
    <message>
        <source>Put version {version} of {name} in force?</source>
        <translation>Version {version} von {name} in Kraft setzen?</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>In Kraft setzen</translation>
    </message>
    <message>
        <source>Go back to {name} version {version}?</source>
        <translation>Zurück zu {name} Version {version}?</translation>
    </message>
    <message>
        <source>It was in force before. A running line changes to it between two parts.</source>
        <translation>Sie war vorher in Kraft. Eine laufende Linie wechselt zwischen zwei Teilen.</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>{name} version {version} is in force.</source>
        <translation>{name} Version {version} ist in Kraft.</translation>
    </message>
    <message>
        <source>The next part is judged by it.</source>
        <translation>Sie beurteilt das nächste Teil.</translation>
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
        <source>reference parts {count}</source>
        <translation>Referenzteile {count}</translation>
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
        <source>pictures not shown {count}</source>
        <translation>nicht gezeigte Bilder {count}</translation>
    </message>
    <message>
        <source>lost: {reason} {count}</source>
        <translation>verloren: {reason} {count}</translation>
    </message>
    <message>
        <source>pictures to store {count}</source>
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
    <name>LargePicture</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>defect</source>
        <translation>Defekt</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>{file} · {kind} · score {score} · threshold {threshold}</source>
        <translation>{file} · {kind} · Wert {score} · Schwelle {threshold}</translation>
    </message>
    <message>
        <source>Looking at the picture</source>
        <translation>Das Bild wird betrachtet</translation>
    </message>
</context>
<context>
    <name>LargeView</name>
    <message>
        <source>Back to the gallery</source>
        <translation>Zurück zur Galerie</translation>
    </message>
</context>
<context>
    <name>LensSection</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Pictures of the board</source>
        <translation>Bilder des Bretts</translation>
    </message>
    <message>
        <source>About fifteen: all over the view, tilted up to 45 degrees in all directions, sharp.</source>
        <translation>Etwa fünfzehn: über das ganze Bildfeld, bis 45 Grad in alle Richtungen geneigt, scharf.</translation>
    </message>
    <message>
        <source>Take the board</source>
        <translation>Brett aufnehmen</translation>
    </message>
    <message>
        <source>Forget the last picture of the board</source>
        <translation>Das letzte Bild des Bretts verwerfen</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Focal length and distortion. Compare before and after.</source>
        <translation>Brennweite und Verzeichnung. Vergleichen Sie vorher und nachher.</translation>
    </message>
    <message>
        <source>Find the lens</source>
        <translation>Bestimmen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep this lens</source>
        <translation>Dieses Objektiv behalten</translation>
    </message>
    <message>
        <source>Scale on the part plane</source>
        <translation>Maßstab auf der Teileebene</translation>
    </message>
    <message>
        <source>Lay the board where the part lies. After the lens, which has to be kept before.</source>
        <translation>Legen Sie das Brett dorthin, wo das Teil liegt. Erst nach dem Objektiv, das vorher behalten sein muss.</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Measure the scale on the part plane</source>
        <translation>Maßstab auf der Teileebene messen</translation>
    </message>
    <message>
        <source>Keep this scale</source>
        <translation>Diesen Maßstab behalten</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Brett</translation>
    </message>
    <message>
        <source>As it was printed: station calibrate board makes one to print.</source>
        <translation>So, wie es gedruckt wurde: station calibrate board erzeugt eines zum Drucken.</translation>
    </message>
    <message>
        <source>ChArUco</source>
        <translation>ChArUco</translation>
    </message>
    <message>
        <source>Chessboard</source>
        <translation>Schachbrett</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Size of a square</source>
        <translation>Größe eines Felds</translation>
    </message>
    <message>
        <source>Squares across</source>
        <translation>Felder quer</translation>
    </message>
    <message>
        <source>Squares down</source>
        <translation>Felder längs</translation>
    </message>
    <message>
        <source>a lens that was not kept</source>
        <translation>ein Objektiv, das nicht behalten wurde</translation>
    </message>
    <message>
        <source>a scale that was not kept</source>
        <translation>ein Maßstab, der nicht behalten wurde</translation>
    </message>
    <message>
        <source>pictures of the board that were not used</source>
        <translation>Bilder des Bretts, die nicht verwendet wurden</translation>
    </message>
    <message>
        <source>Board found: {count} of {total} corners.</source>
        <translation>Brett gefunden: {count} von {total} Ecken.</translation>
    </message>
    <message>
        <source>{count} pictures of the board.</source>
        <translation>{count} Bilder des Bretts.</translation>
    </message>
    <message>
        <source>Finding the lens</source>
        <translation>Objektiv wird bestimmt</translation>
    </message>
    <message>
        <source>Focal length {focal} px, ±{sigma} px. Corners {error} px off in {count} pictures; seen in {fields} of 9 fields; tilted up to {tilt} degrees.</source>
        <translation>Brennweite {focal} px, ±{sigma} px. Ecken in {count} Bildern {error} px daneben; in {fields} von 9 Feldern zu sehen; bis {tilt} Grad geneigt.</translation>
    </message>
    <message>
        <source>Measuring the scale</source>
        <translation>Maßstab wird gemessen</translation>
    </message>
    <message>
        <source>{scale} mm per pixel. Corners {error} mm off; the board covers {share} % of the view.</source>
        <translation>{scale} mm je Pixel. Ecken {error} mm daneben; das Brett bedeckt {share} % des Bildfelds.</translation>
    </message>
    <message>
        <source>Without a lens: distortion is in it.</source>
        <translation>Ohne Objektiv: die Verzeichnung ist darin.</translation>
    </message>
    <message>
        <source>Keep this lens for {name}?</source>
        <translation>Dieses Objektiv für {name} behalten?</translation>
    </message>
    <message>
        <source>A scale that was measured before has to be measured again.</source>
        <translation>Ein vorher gemessener Maßstab muss neu gemessen werden.</translation>
    </message>
    <message>
        <source>Keep this scale for {name}?</source>
        <translation>Diesen Maßstab für {name} behalten?</translation>
    </message>
</context>
<context>
    <name>LiveGuide</name>
    <message>
        <source>Live view</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>Take over into the recipe</source>
        <translation>Ins Rezept übernehmen</translation>
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
        <source>Storing the calibration</source>
        <translation>Kalibrierung wird gespeichert</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>{name} calibration version {version} is stored.</source>
        <translation>Kalibrierung {name} Version {version} ist gespeichert.</translation>
    </message>
    <message>
        <source>New pictures of the product are corrected by it. The line corrects by it once it is taken over.</source>
        <translation>Neue Bilder des Produkts werden damit korrigiert. Die Linie korrigiert damit, sobald sie übernommen ist.</translation>
    </message>
    <message>
        <source>The line runs: stop it first. Calibrations need raw pictures.</source>
        <translation>Die Linie läuft: halten Sie sie zuerst an. Kalibrierungen brauchen Rohbilder.</translation>
    </message>
    <message>
        <source>The camera is closed.</source>
        <translation>Die Kamera ist geschlossen.</translation>
    </message>
    <message>
        <source>Camera {name}, raw pictures. {light}</source>
        <translation>Kamera {name}, Rohbilder. {light}</translation>
    </message>
    <message>
        <source>No live picture</source>
        <translation>Kein Live-Bild</translation>
    </message>
    <message>
        <source>Press Live view to open the camera.</source>
        <translation>Drücken Sie Livebild, um die Kamera zu öffnen.</translation>
    </message>
    <message>
        <source>A new version of the recipe corrects pictures by the newest calibration. It is refused where the model was taught from pictures that were corrected otherwise: then teach again from new pictures.</source>
        <translation>Eine neue Version des Rezepts korrigiert Bilder mit der neuesten Kalibrierung. Sie wird abgewiesen, wo das Modell mit anders korrigierten Bildern angelernt wurde: lernen Sie dann mit neuen Bildern neu an.</translation>
    </message>
    <message>
        <source>Correct pictures of {name} by its newest calibration?</source>
        <translation>Bilder von {name} mit der neuesten Kalibrierung korrigieren?</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>{name} version {version} corrects by the newest calibration.</source>
        <translation>{name} Version {version} korrigiert mit der neuesten Kalibrierung.</translation>
    </message>
</context>
<context>
    <name>LivePicture</name>
    <message>
        <source>Live view</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>No live picture</source>
        <translation>Kein Live-Bild</translation>
    </message>
    <message>
        <source>Press Live view to see what exposure and gain do.</source>
        <translation>Live-Bild drücken, um zu sehen, was Belichtung und Verstärkung bewirken.</translation>
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
    <name>MaskCanvas</name>
    <message>
        <source>Canvas</source>
        <translation>Malfläche</translation>
    </message>
    <message>
        <source>Shift and arrow keys move a cross, Space paints there. Enter closes a polygon, Escape leaves it, Backspace takes its last corner away. Plus and minus zoom, arrow keys move, 0 fits, 1 shows the original size.</source>
        <translation>Umschalt und Pfeiltasten bewegen ein Kreuz, Leertaste malt dort. Eingabe schließt ein Vieleck, Esc verlässt es, Rücktaste nimmt die letzte Ecke weg. Plus und Minus vergrößern und verkleinern, Pfeiltasten verschieben, 0 passt ein, 1 zeigt die Originalgröße.</translation>
    </message>
</context>
<context>
    <name>MaskDrafts</name>
    <message>
        <source>{picture} was being painted on {when}, and the mask was not saved.</source>
        <translation>{picture} wurde am {when} bemalt, und die Maske wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>A mask that was not saved</source>
        <translation>Eine nicht gespeicherte Maske</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Damit fortfahren</translation>
    </message>
</context>
<context>
    <name>MaskFigures</name>
    <message>
        <source>Measuring the heatmaps of {name}</source>
        <translation>Wärmekarten von {name} werden gemessen</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>Noch nicht gemessen.</translation>
    </message>
    <message>
        <source>Pixel AUROC {auroc}</source>
        <translation>AUROC der Pixel {auroc}</translation>
    </message>
    <message>
        <source>AUPRO up to 30 % false positives {aupro}</source>
        <translation>AUPRO bis 30 % falsch positiv {aupro}</translation>
    </message>
    <message>
        <source>{name} version {version}, {measured_on}, {pixels} defect pixels</source>
        <translation>{name} Version {version}, {measured_on}, {pixels} Defektpixel</translation>
    </message>
    <message>
        <source>Defects without a mask: {count}</source>
        <translation>Defekte ohne Maske: {count}</translation>
    </message>
    <message>
        <source>Left out: {count}</source>
        <translation>Weggelassen: {count}</translation>
    </message>
</context>
<context>
    <name>MaskGuide</name>
    <message>
        <source>The model looks at the picture …</source>
        <translation>Das Modell betrachtet das Bild …</translation>
    </message>
    <message>
        <source>{level}; the threshold of {name} version {version} is {threshold}</source>
        <translation>{level}; die Schwelle von {name} Version {version} ist {threshold}</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Wärmekarte</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Width {size} pixels   [  ]</source>
        <translation>Breite {size} Pixel   [  ]</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <source>Flood</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Width of brush and eraser</source>
        <translation>Breite von Pinsel und Radierer</translation>
    </message>
    <message>
        <source>Narrower brush</source>
        <translation>Schmalerer Pinsel</translation>
    </message>
    <message>
        <source>Wider brush</source>
        <translation>Breiterer Pinsel</translation>
    </message>
    <message>
        <source>Grey levels that a pixel may differ from the one clicked</source>
        <translation>Graustufen, um die ein Pixel vom angeklickten abweichen darf</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher zu</translation>
    </message>
    <message>
        <source>Flood, levels</source>
        <translation>Füllen, Stufen</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> Pixel</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Dazu</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Marks from</source>
        <translation>Markiert ab</translation>
    </message>
    <message>
        <source>Smallest piece</source>
        <translation>Kleinstes Stück</translation>
    </message>
    <message>
        <source>Only what lies in the rectangle and in no ignored polygon counts. It comes into force when the data set is taught again.</source>
        <translation>Nur was im Rechteck und in keinem ignorierten Vieleck liegt, zählt. Gilt, sobald der Datensatz neu angelernt wird.</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Ignore polygon</source>
        <translation>Vieleck ignorieren</translation>
    </message>
    <message>
        <source>Remove last polygon</source>
        <translation>Letztes Vieleck entfernen</translation>
    </message>
    <message>
        <source>What the masks say</source>
        <translation>Was die Masken sagen</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>Noch nicht gemessen.</translation>
    </message>
    <message>
        <source>Measure the heatmaps</source>
        <translation>Wärmekarten messen</translation>
    </message>
</context>
<context>
    <name>MaskPicker</name>
    <message>
        <source>Data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>{place} of {count} · {what} · {picture}</source>
        <translation>{place} von {count} · {what} · {picture}</translation>
    </message>
</context>
<context>
    <name>MasksPage</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Clear the mask</source>
        <translation>Maske löschen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>No picture is open</source>
        <translation>Kein Bild ist offen</translation>
    </message>
    <message>
        <source>Choose a data set with defects, or a picture in the gallery.</source>
        <translation>Einen Datensatz mit Defekten wählen oder ein Bild in der Galerie.</translation>
    </message>
    <message>
        <source>Heatmap on or off</source>
        <translation>Wärmekarte ein oder aus</translation>
    </message>
    <message>
        <source>the mask of {picture}</source>
        <translation>die Maske von {picture}</translation>
    </message>
    <message>
        <source>the region of {name}</source>
        <translation>der Bereich von {name}</translation>
    </message>
    <message>
        <source>Nothing to paint in {name}</source>
        <translation>In {name} ist nichts zu malen</translation>
    </message>
    <message>
        <source>Label pictures as defects in the gallery first.</source>
        <translation>Zuerst in der Galerie Bilder als Defekte kennzeichnen.</translation>
    </message>
    <message>
        <source>This picture cannot be painted</source>
        <translation>Dieses Bild lässt sich nicht bemalen</translation>
    </message>
    <message>
        <source>saved: {pixels} pixels</source>
        <translation>gespeichert: {pixels} Pixel</translation>
    </message>
    <message>
        <source>Label this picture as a defect?</source>
        <translation>Dieses Bild als Defekt kennzeichnen?</translation>
    </message>
    <message>
        <source>{picture} is labelled {label}, and only defects have masks.</source>
        <translation>{picture} ist als {label} gekennzeichnet, und nur Defekte haben Masken.</translation>
    </message>
    <message>
        <source>Save, label as defect</source>
        <translation>Speichern, als Defekt</translation>
    </message>
    <message>
        <source>{picture} is labelled as a defect now.</source>
        <translation>{picture} ist jetzt als Defekt gekennzeichnet.</translation>
    </message>
    <message>
        <source>Clear the mask?</source>
        <translation>Maske löschen?</translation>
    </message>
    <message>
        <source>The mask of {picture} is taken away from the canvas and from the data set.</source>
        <translation>Die Maske von {picture} wird von der Malfläche und aus dem Datensatz genommen.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>region not saved</source>
        <translation>Bereich nicht gespeichert</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>no mask</source>
        <translation>keine Maske</translation>
    </message>
</context>
<context>
    <name>NameStrip</name>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
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
    <name>NearestStrip</name>
    <message>
        <source>Just below the threshold</source>
        <translation>Knapp unter der Schwelle</translation>
    </message>
    <message>
        <source>At or above it: rejected</source>
        <translation>Auf oder über ihr: Ausschuss</translation>
    </message>
</context>
<context>
    <name>NextPartField</name>
    <message>
        <source>scan or type</source>
        <translation>eingeben</translation>
    </message>
    <message>
        <source>Id of the next part</source>
        <translation>Kennung des nächsten Teils</translation>
    </message>
    <message>
        <source>Forget the id of the next part</source>
        <translation>Kennung des nächsten Teils vergessen</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>Teil-ID</translation>
    </message>
</context>
<context>
    <name>OperatePage</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>{part} replaces {before}, which no picture has taken.</source>
        <translation>{part} ersetzt {before}, das kein Bild bekommen hat.</translation>
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
    <name>OperatingPoints</name>
    <message>
        <source>Operating points</source>
        <translation>Arbeitspunkte</translation>
    </message>
    <message>
        <source>Zero escape</source>
        <translation>Alle Defekte</translation>
    </message>
    <message>
        <source>Zero false reject</source>
        <translation>Alle Guten</translation>
    </message>
    <message>
        <source>Best F1</source>
        <translation>Bestes F1</translation>
    </message>
    <message>
        <source>Youden</source>
        <translation>Youden</translation>
    </message>
    <message>
        <source>Least cost</source>
        <translation>Min. Kosten</translation>
    </message>
    <message>
        <source>Target rate</source>
        <translation>Zielrate</translation>
    </message>
    <message>
        <source>Good parts only</source>
        <translation>Nur gute Teile</translation>
    </message>
    <message>
        <source>Cautious</source>
        <translation>Vorsichtig</translation>
    </message>
    <message>
        <source>Every defect here is stopped, with as few false rejects as that allows.</source>
        <translation>Jeder Defekt hier wird gestoppt, mit so wenig Pseudo-Ausschuss, wie das erlaubt.</translation>
    </message>
    <message>
        <source>No good picture here is rejected, with as few escapes as that allows.</source>
        <translation>Kein gutes Bild hier wird Ausschuss, mit so wenig Durchschlupf, wie das erlaubt.</translation>
    </message>
    <message>
        <source>Escapes and false rejects together cost least, at the price set below.</source>
        <translation>Durchschlupf und Pseudo-Ausschuss kosten zusammen am wenigsten, zum Preis unten.</translation>
    </message>
    <message>
        <source>The best balance of precision and recall.</source>
        <translation>Das beste Gleichgewicht von Genauigkeit und Trefferquote.</translation>
    </message>
    <message>
        <source>The largest distance between defects caught and good parts rejected.</source>
        <translation>Der größte Abstand zwischen gefundenen Defekten und verworfenen guten Teilen.</translation>
    </message>
    <message>
        <source>At most the share set below of these good pictures is rejected.</source>
        <translation>Höchstens der unten gesetzte Anteil dieser guten Bilder wird Ausschuss.</translation>
    </message>
    <message>
        <source>At most the share set below of all good parts is rejected; needs no defects.</source>
        <translation>Höchstens der unten gesetzte Anteil aller guten Teile wird Ausschuss; braucht keine Defekte.</translation>
    </message>
    <message>
        <source>From good parts only, lowered until every defect here is stopped.</source>
        <translation>Nur aus guten Teilen, gesenkt, bis jeder Defekt hier gestoppt wird.</translation>
    </message>
    <message>
        <source>What one escape costs, in false rejects</source>
        <translation>Was ein Durchschlupf kostet, in Pseudo-Ausschuss</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>False rejects that are allowed</source>
        <translation>Erlaubter Pseudo-Ausschuss</translation>
    </message>
    <message>
        <source>False rejects allowed</source>
        <translation>Erlaubter Ausschuss</translation>
    </message>
    <message>
        <source>not possible</source>
        <translation>nicht möglich</translation>
    </message>
    <message>
        <source>{count} rejected</source>
        <translation>{count} NOK</translation>
    </message>
    <message>
        <source>{count} pass</source>
        <translation>{count} durch</translation>
    </message>
    <message>
        <source>1 escape = {count} rejects</source>
        <translation>Preis: {count} Ausschuss</translation>
    </message>
</context>
<context>
    <name>OptionsForm</name>
    <message>
        <source>Detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>{option}: {problem}</source>
        <translation>{option}: {problem}</translation>
    </message>
    <message>
        <source>give a whole number</source>
        <translation>eine ganze Zahl angeben</translation>
    </message>
    <message>
        <source>give a number</source>
        <translation>eine Zahl angeben</translation>
    </message>
    <message>
        <source>give values between commas</source>
        <translation>Werte mit Kommas trennen</translation>
    </message>
    <message>
        <source> from {low} to {high}</source>
        <translation> von {low} bis {high}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
</context>
<context>
    <name>OutputPanel</name>
    <message>
        <source>An OK pulse tells the machine around the station that a part is good: no part may pass now.</source>
        <translation>Ein OK-Impuls sagt der Maschine, dass ein Teil gut ist: jetzt darf kein Teil durchlaufen.</translation>
    </message>
    <message>
        <source>Send one OK pulse</source>
        <translation>Einen OK-Impuls senden</translation>
    </message>
    <message>
        <source>Put to rest</source>
        <translation>In Ruhe setzen</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Lebenszeichen</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Until at rest</source>
        <translation>Bis in Ruhe</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Signals that were sent</source>
        <translation>Gesendete Signale</translation>
    </message>
    <message>
        <source>Try the output by hand</source>
        <translation>Ausgang von Hand erproben</translation>
    </message>
    <message>
        <source>Partners in the cell</source>
        <translation>Partner in der Zelle</translation>
    </message>
    <message>
        <source>Set in station.toml; the links keep themselves.</source>
        <translation>In station.toml gesetzt; die Verbindungen halten sich selbst.</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Was gesendet wurde</translation>
    </message>
    <message>
        <source>Every try is in the audit trail.</source>
        <translation>Jeder Versuch steht im Änderungsprotokoll.</translation>
    </message>
    <message>
        <source>This station has no verdict output. It is set in station.toml under [output].</source>
        <translation>Diese Station hat keinen Ausgang für Urteile. Er wird in station.toml unter [output] gesetzt.</translation>
    </message>
    <message>
        <source>Output: a recording in {file}; an OK lasts {pulse}.</source>
        <translation>Ausgang: eine Aufzeichnung in {file}; ein OK dauert {pulse}.</translation>
    </message>
    <message>
        <source>Output: line {line} of the camera; an OK is a pulse of {pulse}.</source>
        <translation>Ausgang: Leitung {line} der Kamera; ein OK ist ein Impuls von {pulse}.</translation>
    </message>
    <message>
        <source>Only while the line is stopped.</source>
        <translation>Nur solange die Linie steht.</translation>
    </message>
    <message>
        <source>The machine takes it as a good part for {pulse}. Confirm only if no part can pass. It stands in the audit trail.</source>
        <translation>Die Maschine hält es {pulse} lang für ein gutes Teil. Nur bestätigen, wenn kein Teil durchlaufen kann. Es steht im Änderungsprotokoll.</translation>
    </message>
    <message>
        <source>Tell the machine that a part is good?</source>
        <translation>Der Maschine ein gutes Teil melden?</translation>
    </message>
    <message>
        <source>Send the pulse</source>
        <translation>Impuls senden</translation>
    </message>
    <message>
        <source>OK pulse</source>
        <translation>OK-Impuls</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>in Ruhe</translation>
    </message>
    <message>
        <source>heartbeat, {count} beats</source>
        <translation>Lebenszeichen, {count} Schläge</translation>
    </message>
    <message>
        <source>Sent: {signal}. The output is at rest again.</source>
        <translation>Gesendet: {signal}. Der Ausgang ist wieder in Ruhe.</translation>
    </message>
</context>
<context>
    <name>PanelTab</name>
    <message>
        <source>{panel}, {count} waiting</source>
        <translation>{panel}, {count} wartend</translation>
    </message>
</context>
<context>
    <name>PanelTabs</name>
    <message>
        <source>Panels</source>
        <translation>Felder</translation>
    </message>
</context>
<context>
    <name>ParetoChart</name>
    <message>
        <source>{name}: {count} of {total}; with those above {share} %</source>
        <translation>{name}: {count} von {total}; mit denen darüber {share} %</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>None in this period</source>
        <translation>Keine in diesem Zeitraum</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
</context>
<context>
    <name>PartChoice</name>
    <message>
        <source>Reading the picture</source>
        <translation>Das Bild wird gelesen</translation>
    </message>
    <message>
        <source>The picture is being stored</source>
        <translation>Das Bild wird gespeichert</translation>
    </message>
    <message>
        <source>No picture of this part</source>
        <translation>Kein Bild von diesem Teil</translation>
    </message>
</context>
<context>
    <name>PartRow</name>
    <message>
        <source>Was good</source>
        <translation>War gut</translation>
    </message>
    <message>
        <source>Was bad</source>
        <translation>War schlecht</translation>
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
    <name>PartnerLine</name>
    <message>
        <source>Robot</source>
        <translation>Roboter</translation>
    </message>
    <message>
        <source>PLC</source>
        <translation>SPS</translation>
    </message>
    <message>
        <source>Message broker</source>
        <translation>Nachrichtenbroker</translation>
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
    <name>PictureArea</name>
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
</context>
<context>
    <name>PlanModel</name>
    <message>
        <source>Set-up</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} von {all}</translation>
    </message>
</context>
<context>
    <name>PlanPanel</name>
    <message>
        <source>Progress of the plan</source>
        <translation>Fortschritt des Plans</translation>
    </message>
    <message>
        <source>Choose plan</source>
        <translation>Plan wählen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Unterbrechen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Choose the plan</source>
        <translation>Den Plan wählen</translation>
    </message>
    <message>
        <source>Capture plans (*.toml)</source>
        <translation>Aufnahmepläne (*.toml)</translation>
    </message>
    <message>
        <source>Give the plan another output folder, or its old words.</source>
        <translation>Dem Plan einen anderen Ausgabeordner geben oder seine alten Worte.</translation>
    </message>
    <message>
        <source>No plan chosen</source>
        <translation>Kein Plan gewählt</translation>
    </message>
    <message>
        <source>A plan says which parts are put in, from which poses and how often pictures are taken.</source>
        <translation>Ein Plan sagt, welche Teile eingelegt und aus welchen Posen wie oft Bilder aufgenommen werden.</translation>
    </message>
    <message>
        <source>{pictures}, into {folder}.</source>
        <translation>{pictures}, nach {folder}.</translation>
    </message>
    <message>
        <source>They also go into the data set {name}.</source>
        <translation>Sie kommen auch in den Datensatz {name}.</translation>
    </message>
    <message>
        <source>{count} to learn from; to test: {kinds}. They lie in {folder}.</source>
        <translation>{count} zum Einlernen; zum Prüfen: {kinds}. Sie liegen in {folder}.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>While a plan runs, its newest picture is shown here.</source>
        <translation>Während ein Plan läuft, ist hier sein neuestes Bild zu sehen.</translation>
    </message>
</context>
<context>
    <name>PlanTable</name>
    <message>
        <source>Set-ups and poses of the plan</source>
        <translation>Aufbauten und Posen des Plans</translation>
    </message>
</context>
<context>
    <name>PlcPanel</name>
    <message>
        <source>Signal</source>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>What the PLC writes</source>
        <translation>Was die SPS schreibt</translation>
    </message>
    <message>
        <source>Bits that the station writes</source>
        <translation>Bits, die die Station schreibt</translation>
    </message>
    <message>
        <source>Words that the station writes</source>
        <translation>Wörter, die die Station schreibt</translation>
    </message>
    <message>
        <source>PLC</source>
        <translation>SPS</translation>
    </message>
    <message>
        <source>The PLC writes</source>
        <translation>Die SPS schreibt</translation>
    </message>
    <message>
        <source>The station writes</source>
        <translation>Die Station schreibt</translation>
    </message>
    <message>
        <source>Result and recipe</source>
        <translation>Ergebnis und Rezept</translation>
    </message>
    <message>
        <source>The station is the Modbus server on {host}, port {port}; the map begins at register {offset}.</source>
        <translation>Die Station ist der Modbus-Server auf {host}, Port {port}; die Belegung beginnt bei Register {offset}.</translation>
    </message>
    <message>
        <source>The station asks the PLC at {host}, port {port}; the map begins at register {offset}.</source>
        <translation>Die Station fragt die SPS unter {host}, Port {port}; die Belegung beginnt bei Register {offset}.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>{found}, not {expected}</source>
        <translation>{found}, nicht {expected}</translation>
    </message>
    <message>
        <source>Part id</source>
        <translation>Teil-ID</translation>
    </message>
    <message>
        <source>Recipe wanted</source>
        <translation>Verlangtes Rezept</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Lebenszeichen</translation>
    </message>
    <message>
        <source>Register map</source>
        <translation>Registerbelegung</translation>
    </message>
    <message>
        <source>{number} is being prepared</source>
        <translation>{number} wird vorbereitet</translation>
    </message>
    <message>
        <source>{number} is in force</source>
        <translation>{number} ist in Kraft</translation>
    </message>
    <message>
        <source>{number} is unknown</source>
        <translation>{number} ist unbekannt</translation>
    </message>
    <message>
        <source>{number} could not be put in force</source>
        <translation>{number} konnte nicht in Kraft gesetzt werden</translation>
    </message>
    <message>
        <source>another one than {number} is in force</source>
        <translation>ein anderes als {number} ist in Kraft</translation>
    </message>
    <message>
        <source>Acquisition of Ack</source>
        <translation>Aufnahme zu Ack</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Parts under way</source>
        <translation>Teile unterwegs</translation>
    </message>
    <message>
        <source>Triggers refused</source>
        <translation>Abgelehnte Trigger</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
</context>
<context>
    <name>PrecisionRecallPlot</name>
    <message>
        <source>Precision over recall</source>
        <translation>Genauigkeit über Trefferquote</translation>
    </message>
    <message>
        <source>Recall: defects caught, %</source>
        <translation>Trefferquote, %</translation>
    </message>
    <message>
        <source>Precision, %</source>
        <translation>Genauigkeit, %</translation>
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
    <name>Quotes</name>
    <message>
        <source>Choose a data set, and a method with options that can be.</source>
        <translation>Einen Datensatz wählen, und ein Verfahren mit möglichen Optionen.</translation>
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
    <message>
        <source>{name} was signed out, but not noted in the audit trail: {problem}</source>
        <translation>{name} wurde abgemeldet, aber das steht nicht im Änderungsprotokoll: {problem}</translation>
    </message>
</context>
<context>
    <name>RecipeDetail</name>
    <message>
        <source>What the version holds</source>
        <translation>Was die Version enthält</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>That version</source>
        <translation>Jene Version</translation>
    </message>
    <message>
        <source>This version</source>
        <translation>Diese Version</translation>
    </message>
    <message>
        <source>Differences of two versions</source>
        <translation>Unterschiede zweier Versionen</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Also what is the same</source>
        <translation>Auch Gleiches</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>In Kraft ab</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What was in force when</source>
        <translation>Was wann in Kraft war</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>In Kraft</translation>
    </message>
    <message>
        <source>{name} version {version}</source>
        <translation>{name} Version {version}</translation>
    </message>
    <message>
        <source>{changed} of {all} differ</source>
        <translation>{changed} von {all} verschieden</translation>
    </message>
</context>
<context>
    <name>RecipePanel</name>
    <message>
        <source>The line changes between two parts. Parts in hand keep the recipe they began with.</source>
        <translation>Die Linie wechselt zwischen zwei Teilen. Begonnene Teile behalten ihr Rezept.</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>No recipe has been put in force yet.</source>
        <translation>Noch kein Rezept wurde in Kraft gesetzt.</translation>
    </message>
    <message>
        <source>Not released, because an engineer has not put them in force yet: {names}.</source>
        <translation>Nicht freigegeben, weil kein Ingenieur sie bisher in Kraft gesetzt hat: {names}.</translation>
    </message>
    <message>
        <source>{name}, version {version}</source>
        <translation>{name}, Version {version}</translation>
    </message>
    <message>
        <source>threshold {threshold} · put in force {time} by {who}</source>
        <translation>Schwelle {threshold} · in Kraft gesetzt {time} von {who}</translation>
    </message>
    <message>
        <source> · version {version} is newer and not released</source>
        <translation> · Version {version} ist neuer und nicht freigegeben</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>in Kraft</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Nutzen</translation>
    </message>
    <message>
        <source>Use recipe {name}</source>
        <translation>Rezept {name} nutzen</translation>
    </message>
    <message>
        <source>Recipe {name} is being loaded and checked.</source>
        <translation>Rezept {name} wird geladen und geprüft.</translation>
    </message>
    <message>
        <source>The line goes on with the recipe before until it is ready.</source>
        <translation>Bis es bereit ist, läuft die Linie mit dem vorigen Rezept weiter.</translation>
    </message>
    <message>
        <source>Recipe {name} version {version} is in force.</source>
        <translation>Rezept {name} Version {version} ist in Kraft.</translation>
    </message>
</context>
<context>
    <name>RecipesPage</name>
    <message>
        <source>Recipes</source>
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>In Kraft</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Name of the recipe</source>
        <translation>Name des Rezepts</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>In Kraft setzen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>A version never changes. Going back is putting an older one in force again.</source>
        <translation>Eine Version ändert sich nie. Zurück heißt, eine ältere wieder in Kraft zu setzen.</translation>
    </message>
    <message>
        <source>There are no recipes yet.</source>
        <translation>Es gibt noch keine Rezepte.</translation>
    </message>
    <message>
        <source>Teach one on the page Teach, or import one from another station.</source>
        <translation>Auf der Seite Anlernen eines anlernen, oder eines von einer anderen Station importieren.</translation>
    </message>
    <message>
        <source>was in force</source>
        <translation>war in Kraft</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>in Kraft</translation>
    </message>
    <message>
        <source>Go back to this version</source>
        <translation>Zurück zu dieser Version</translation>
    </message>
    <message>
        <source>Threshold {threshold}, model {model}. Its model is loaded and tests itself first. A line that runs changes to it between two parts.</source>
        <translation>Schwelle {threshold}, Modell {model}. Das Modell wird geladen und testet sich zuerst selbst. Eine laufende Linie wechselt zwischen zwei Teilen.</translation>
    </message>
    <message>
        <source>The model is being loaded and checked.</source>
        <translation>Das Modell wird geladen und geprüft.</translation>
    </message>
    <message>
        <source>{name} version {version} is in force.</source>
        <translation>{name} Version {version} ist in Kraft.</translation>
    </message>
    <message>
        <source>Put {name} version {version} in force?</source>
        <translation>{name} Version {version} in Kraft setzen?</translation>
    </message>
    <message>
        <source>Copy {old} version {version} as {new}?</source>
        <translation>{old} Version {version} als {new} kopieren?</translation>
    </message>
    <message>
        <source>{name} was made. It is not in force.</source>
        <translation>{name} wurde erstellt. Es ist nicht in Kraft.</translation>
    </message>
    <message>
        <source>The copy has the same model, thresholds and data set, and goes its own way from here.</source>
        <translation>Die Kopie hat Modell, Schwellen und Datensatz des Originals und geht von hier an eigene Wege.</translation>
    </message>
    <message>
        <source>Copy {name} version {version}</source>
        <translation>{name} Version {version} kopieren</translation>
    </message>
</context>
<context>
    <name>RegionEditor</name>
    <message>
        <source>The region of {name} is kept.</source>
        <translation>Der Bereich von {name} ist gespeichert.</translation>
    </message>
    <message>
        <source>It comes into force when {name} is taught again.</source>
        <translation>Er gilt, sobald {name} neu angelernt wird.</translation>
    </message>
    <message>
        <source>Looks at the whole picture.</source>
        <translation>Betrachtet das ganze Bild.</translation>
    </message>
    <message>
        <source>Looks at {width} x {height} pixels at {x}, {y}.</source>
        <translation>Betrachtet {width} x {height} Pixel ab {x}, {y}.</translation>
    </message>
    <message>
        <source>Ignored polygons: {count}.</source>
        <translation>Ignorierte Vielecke: {count}.</translation>
    </message>
</context>
<context>
    <name>Result</name>
    <message>
        <source>Version of the recipe</source>
        <translation>Version des Rezepts</translation>
    </message>
    <message>
        <source>Examine</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>In Kraft setzen</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Image AUROC</source>
        <translation>AUROC der Bilder</translation>
    </message>
    <message>
        <source>False rejects if no defect passes</source>
        <translation>Pseudo-Ausschuss ohne Durchschlupf</translation>
    </message>
    <message>
        <source>False rejects at the threshold</source>
        <translation>Pseudo-Ausschuss an der Schwelle</translation>
    </message>
    <message>
        <source>Escapes at the threshold</source>
        <translation>Durchschlupf an der Schwelle</translation>
    </message>
    <message>
        <source>Pixel AUROC</source>
        <translation>AUROC der Pixel</translation>
    </message>
    <message>
        <source>AUPRO up to 30 %</source>
        <translation>AUPRO bis 30 %</translation>
    </message>
    <message>
        <source>Good pictures with the highest scores</source>
        <translation>Gute Bilder mit den höchsten Werten</translation>
    </message>
    <message>
        <source>Defects with the lowest scores</source>
        <translation>Defekte mit den niedrigsten Werten</translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation>Wie es gelernt hat</translation>
    </message>
    <message>
        <source>Version {number}, in force</source>
        <translation>Version {number}, in Kraft</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>Version {number}</translation>
    </message>
    <message>
        <source>No version has been examined yet.</source>
        <translation>Noch keine Version wurde untersucht.</translation>
    </message>
    <message>
        <source>Teach one, or choose a version and examine it on the labelled pictures it did not learn from.</source>
        <translation>Eine anlernen, oder eine Version wählen und auf den gekennzeichneten Bildern untersuchen, aus denen sie nicht gelernt hat.</translation>
    </message>
    <message>
        <source>{name}, version {version}: tried on {good} and {defects}</source>
        <translation>{name}, Version {version}; erprobt: {good}, {defects}</translation>
    </message>
    <message>
        <source>Threshold chosen by {policy}: {sentence}.</source>
        <translation>Schwelle gewählt nach: {policy}; {sentence}.</translation>
    </message>
    <message>
        <source>Not fit to be scored, and not counted: {pictures}.</source>
        <translation>Zum Bewerten nicht geeignet und nicht gezählt: {pictures}.</translation>
    </message>
    <message>
        <source>Gone or changed since they were labelled, and not counted: {pictures}.</source>
        <translation>Seit der Kennzeichnung fort oder geändert und nicht gezählt: {pictures}.</translation>
    </message>
    <message>
        <source>{score} · {verdict}</source>
        <translation>{score} · {verdict}</translation>
    </message>
    <message>
        <source>unknown: it needs good pictures and defects</source>
        <translation>unbekannt: braucht gute Bilder und Defekte</translation>
    </message>
    <message>
        <source>no good picture was scored</source>
        <translation>kein gutes Bild wurde bewertet</translation>
    </message>
    <message>
        <source>unknown: no defect was scored</source>
        <translation>unbekannt: kein Defekt wurde bewertet</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Review</source>
        <translation>Nachprüfung</translation>
    </message>
    <message>
        <source>Parts that wait for a decision</source>
        <translation>Teile, die auf eine Entscheidung warten</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Wärmekarte</translation>
    </message>
    <message>
        <source>Why? (needed)</source>
        <translation>Warum? (nötig)</translation>
    </message>
    <message>
        <source>Why this decision</source>
        <translation>Warum diese Entscheidung</translation>
    </message>
    <message>
        <source>Decide OK</source>
        <translation>Als OK</translation>
    </message>
    <message>
        <source>Decide NOK</source>
        <translation>Als NOK</translation>
    </message>
    <message>
        <source>More parts wait; these wait longest.</source>
        <translation>Es warten noch mehr Teile; diese am längsten.</translation>
    </message>
    <message>
        <source>No part waits for a decision</source>
        <translation>Kein Teil wartet auf eine Entscheidung</translation>
    </message>
    <message>
        <source>Part {part}: score {score}, review from {review_from}, NOK from {threshold}</source>
        <translation>Teil {part}: Wert {score}, Nachprüfung ab {review_from}, NOK ab {threshold}</translation>
    </message>
    <message>
        <source>The heatmap is being made.</source>
        <translation>Die Wärmekarte wird berechnet.</translation>
    </message>
    <message>
        <source>No heatmap: {error}</source>
        <translation>Keine Wärmekarte: {error}</translation>
    </message>
    <message>
        <source>Part {part} was decided {verdict}.</source>
        <translation>Teil {part} wurde als {verdict} entschieden.</translation>
    </message>
</context>
<context>
    <name>RocPlot</name>
    <message>
        <source>ROC: defects caught over false rejects</source>
        <translation>ROC: gefundene Defekte über Pseudo-Ausschuss</translation>
    </message>
    <message>
        <source>False rejects, %</source>
        <translation>Pseudo-Ausschuss, %</translation>
    </message>
    <message>
        <source>Defects caught, %</source>
        <translation>Erkannt, %</translation>
    </message>
</context>
<context>
    <name>SayForm</name>
    <message>
        <source>Shadow or reflection</source>
        <translation>Schatten oder Spiegelung</translation>
    </message>
    <message>
        <source>Dirt, wiped off</source>
        <translation>Schmutz, abgewischt</translation>
    </message>
    <message>
        <source>Mark that is allowed</source>
        <translation>Erlaubte Spur</translation>
    </message>
    <message>
        <source>Part lay askew</source>
        <translation>Teil lag schief</translation>
    </message>
    <message>
        <source>Scratch or dent</source>
        <translation>Kratzer oder Delle</translation>
    </message>
    <message>
        <source>Crack or break</source>
        <translation>Riss oder Bruch</translation>
    </message>
    <message>
        <source>Something missing</source>
        <translation>Etwas fehlt</translation>
    </message>
    <message>
        <source>Dirt or stain</source>
        <translation>Schmutz oder Fleck</translation>
    </message>
    <message>
        <source>It was good</source>
        <translation>Es war gut</translation>
    </message>
    <message>
        <source>It was bad</source>
        <translation>Es war schlecht</translation>
    </message>
    <message>
        <source>Reason, in your own words</source>
        <translation>Grund, in eigenen Worten</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Send to an engineer</source>
        <translation>An Ingenieur senden</translation>
    </message>
    <message>
        <source>No part has been inspected yet.</source>
        <translation>Noch kein Teil wurde geprüft.</translation>
    </message>
    <message>
        <source>Part {part} was judged {verdict}.</source>
        <translation>Teil {part} wurde als {verdict} beurteilt.</translation>
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
    <name>ScorePlot</name>
    <message>
        <source>Arrow keys move the threshold by one score, with Shift by ten; with Control they move the start of the review band.</source>
        <translation>Pfeiltasten bewegen die Schwelle um einen Wert, mit Umschalt um zehn; mit Strg den Beginn der Nachprüfung.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>PLC</source>
        <translation>SPS</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>camera settings that were not applied</source>
        <translation>nicht übernommene Kameraeinstellungen</translation>
    </message>
    <message>
        <source>storage limits that were not applied</source>
        <translation>nicht übernommene Speichergrenzen</translation>
    </message>
</context>
<context>
    <name>SharpnessMeter</name>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>No live picture</source>
        <translation>Kein Live-Bild</translation>
    </message>
    <message>
        <source>Sharpness: {percent} % of the best</source>
        <translation>Schärfe: {percent} % der besten</translation>
    </message>
</context>
<context>
    <name>ShiftPanel</name>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Counted in the records: a restart loses nothing.</source>
        <translation>Aus den Aufzeichnungen gezählt: ein Neustart verliert nichts.</translation>
    </message>
    <message>
        <source>Grey: passed. Hatched: not passed. Line: the yield that the hour&apos;s count proves with 95 %.</source>
        <translation>Grau: gut. Schraffiert: nicht gut. Linie: die Ausbeute, die die Stückzahl der Stunde mit 95 % belegt.</translation>
    </message>
    <message>
        <source>Shift {since} to {until}</source>
        <translation>Schicht {since} bis {until}</translation>
    </message>
    <message>
        <source>Yield –</source>
        <translation>Ausbeute –</translation>
    </message>
    <message>
        <source>no parts since {since}</source>
        <translation>keine Teile seit {since}</translation>
    </message>
    <message>
        <source>Yield {rate} %: {passed} of {count} passed</source>
        <translation>Ausbeute {rate} %: {passed} von {count} gut</translation>
    </message>
    <message>
        <source>95 %: at least {bound} %</source>
        <translation>95 %: mindestens {bound} %</translation>
    </message>
    <message>
        <source>{count} found good, but the line saw a reject</source>
        <translation>{count} für gut befunden, aber die Linie sah Ausschuss</translation>
    </message>
</context>
<context>
    <name>ShownParts</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
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
        <source>Earlier part {part} · {count} came since · press Live to return</source>
        <translation>Früheres Teil {part} · {count} seither · zurück mit Live</translation>
    </message>
    <message>
        <source>Earlier part {part} · press Live to return</source>
        <translation>Früheres Teil {part} · zurück mit Live</translation>
    </message>
    <message>
        <source>Last live picture, {time}</source>
        <translation>Letztes Live-Bild, {time}</translation>
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
        <source>{who} said {word}</source>
        <translation>{who} sagte {word}</translation>
    </message>
</context>
<context>
    <name>SideColumn</name>
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
</context>
<context>
    <name>SpanPlot</name>
    <message>
        <source>{count} pictures</source>
        <translation>{count} Bilder</translation>
    </message>
    <message>
        <source>limits {low} to {high}</source>
        <translation>Grenzen {low} bis {high}</translation>
    </message>
    <message>
        <source>live {value}</source>
        <translation>live {value}</translation>
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
    <name>StateSection</name>
    <message>
        <source>What is kept up for this product</source>
        <translation>Was für dieses Produkt gepflegt wird</translation>
    </message>
    <message>
        <source>What is due has its word and a triangle. Nothing here changes by itself.</source>
        <translation>Fälliges trägt sein Wort und ein Dreieck. Von selbst ändert sich hier nichts.</translation>
    </message>
    <message>
        <source>There are no recipes yet. Teach one on the page Teach.</source>
        <translation>Es gibt noch keine Rezepte. Lernen Sie eines auf der Seite Anlernen an.</translation>
    </message>
    <message>
        <source>{name}: nothing is due.</source>
        <translation>{name}: nichts ist fällig.</translation>
    </message>
    <message>
        <source>{name}: {count} of {total} due.</source>
        <translation>{name}: {count} von {total} fällig.</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>{day}, {who}, {age} ago</source>
        <translation>{day}, {who}, vor {age}</translation>
    </message>
    <message>
        <source>Flat field</source>
        <translation>Flachfeld</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Scale on the part plane</source>
        <translation>Maßstab auf der Teileebene</translation>
    </message>
    <message>
        <source>Image gate</source>
        <translation>Bildprüfung</translation>
    </message>
    <message>
        <source>Drift of good parts</source>
        <translation>Drift der Gutteile</translation>
    </message>
    <message>
        <source>Reference parts</source>
        <translation>Referenzteile</translation>
    </message>
    <message>
        <source>Agreement study</source>
        <translation>Übereinstimmungsstudie</translation>
    </message>
    <message>
        <source>To the check</source>
        <translation>Zur Prüfung</translation>
    </message>
    <message>
        <source>To the guide</source>
        <translation>Zur Anleitung</translation>
    </message>
    <message>
        <source>not due</source>
        <translation>nicht fällig</translation>
    </message>
    <message>
        <source>due</source>
        <translation>fällig</translation>
    </message>
    <message>
        <source>not made</source>
        <translation>nicht erstellt</translation>
    </message>
</context>
<context>
    <name>StoragePanel</name>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What is stored</source>
        <translation>Was gespeichert ist</translation>
    </message>
    <message>
        <source>Share of the limit that the pictures need</source>
        <translation>Anteil der Bilder an der Grenze</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Parts: {verdict}</source>
        <translation>Teile: {verdict}</translation>
    </message>
    <message>
        <source>Data sets with masks</source>
        <translation>Datensätze mit Masken</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Aufzeichnungen</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Pictures need {size} of {limit}</source>
        <translation>Bilder brauchen {size} von {limit}</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} frei</translation>
    </message>
    <message>
        <source>The line goes to fault below {size}.</source>
        <translation>Unter {size} geht die Linie in Störung.</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>If parts go on coming as on the last days.</source>
        <translation>Wenn weiter so viele Teile kommen wie in den letzten Tagen.</translation>
    </message>
    <message>
        <source>How long pictures are kept</source>
        <translation>Wie lange Bilder bleiben</translation>
    </message>
    <message>
        <source>Records stay when pictures go. Changes take effect within the hour, without a restart.</source>
        <translation>Aufzeichnungen bleiben, wenn Bilder gehen. Änderungen wirken binnen einer Stunde, ohne Neustart.</translation>
    </message>
    <message>
        <source>Passed parts: share that is kept</source>
        <translation>Gute Teile: Anteil, der bleibt</translation>
    </message>
    <message>
        <source>All pictures: at most</source>
        <translation>Alle Bilder: höchstens</translation>
    </message>
    <message>
        <source>Passed parts: at most</source>
        <translation>Gute Teile: höchstens</translation>
    </message>
    <message>
        <source>Rejected parts: at most</source>
        <translation>Ausschuss: höchstens</translation>
    </message>
    <message>
        <source>No pictures were stored on the last days: there is nothing to go by.</source>
        <translation>In den letzten Tagen wurden keine Bilder gespeichert: es fehlt ein Anhalt.</translation>
    </message>
    <message>
        <source>Pictures grow by {size} a day, {rejects} of it rejects; from one day.</source>
        <translation>Bilder wachsen um {size} am Tag, davon {rejects} Ausschuss; aus einem Tag.</translation>
    </message>
    <message>
        <source>Pictures grow by {size} a day, {rejects} of it rejects; from the last {days} days.</source>
        <translation>Bilder wachsen um {size} am Tag, davon {rejects} Ausschuss; aus den letzten {days} Tagen.</translation>
    </message>
    <message>
        <source>The disk is full {when}.</source>
        <translation>Die Platte ist {when} voll.</translation>
    </message>
    <message>
        <source>All pictures reach {size} {when}; the oldest passes go then.</source>
        <translation>Alle Bilder erreichen {when} {size}; dann gehen die ältesten guten.</translation>
    </message>
    <message>
        <source>Passed parts older than {days} days are removed, the first {when}.</source>
        <translation>Gute Teile, die älter als {days} Tage sind, werden entfernt, die ersten {when}.</translation>
    </message>
    <message>
        <source>The rejects alone need {size} {when}; they are kept all the same.</source>
        <translation>Der Ausschuss allein braucht {when} {size}; er bleibt trotzdem.</translation>
    </message>
    <message>
        <source>Retention keeps up: the disk does not fill.</source>
        <translation>Das Aufräumen hält Schritt: die Platte wird nicht voll.</translation>
    </message>
    <message>
        <source>The disk is full {when}. Free some space, or keep fewer pictures.</source>
        <translation>Die Platte ist {when} voll. Platz schaffen oder weniger Bilder behalten.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>morgen</translation>
    </message>
    <message>
        <source>in about {days} days</source>
        <translation>in etwa {days} Tagen</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>No picture that is stored now has to go.</source>
        <translation>Kein jetzt gespeichertes Bild muss gehen.</translation>
    </message>
    <message>
        <source>About {size} of stored pictures will be removed within the hour. Records stay.</source>
        <translation>Etwa {size} gespeicherter Bilder werden binnen einer Stunde entfernt. Aufzeichnungen bleiben.</translation>
    </message>
    <message>
        <source>Change how long pictures are kept?</source>
        <translation>Ändern, wie lange Bilder bleiben?</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>The limits are in force.</source>
        <translation>Die Grenzen gelten.</translation>
    </message>
</context>
<context>
    <name>StudyResults</name>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Claimed</source>
        <translation>Behauptet</translation>
    </message>
    <message>
        <source>Limit (conditional)</source>
        <translation>Grenze (bedingt)</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Would take</source>
        <translation>Es bräuchte</translation>
    </message>
    <message>
        <source>Figures against their limits</source>
        <translation>Kennzahlen und ihre Grenzen</translation>
    </message>
    <message>
        <source>Share of the readings that rejected the part, with its exact interval (95 %). Circles: good; squares: defective; a ring: not right every time. Band: grey zone, 30 to 70 %.</source>
        <translation>Anteil der Bewertungen, die das Teil zurückwiesen, mit exaktem Intervall (95 %). Kreise: gut; Quadrate: fehlerhaft; ein Ring: nicht jedes Mal richtig. Band: Grauzone, 30 bis 70 %.</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>Bericht (PDF)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Study {name}, recipe {recipe} version {version}</source>
        <translation>Studie {name}, Rezept {recipe} Version {version}</translation>
    </message>
    <message>
        <source>Cancelled: no result</source>
        <translation>Abgebrochen: kein Ergebnis</translation>
    </message>
    <message>
        <source>Replace {name}?</source>
        <translation>{name} ersetzen?</translation>
    </message>
    <message>
        <source>There is a file of this name already.</source>
        <translation>Es gibt schon eine Datei dieses Namens.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Geschrieben: {path}</translation>
    </message>
    <message>
        <source>Where to write</source>
        <translation>Wohin schreiben</translation>
    </message>
    <message>
        <source>Report (*.pdf)</source>
        <translation>Bericht (*.pdf)</translation>
    </message>
</context>
<context>
    <name>StudyRun</name>
    <message>
        <source>How much of the study is read</source>
        <translation>Wie viel der Studie bewertet ist</translation>
    </message>
    <message>
        <source>It is in place</source>
        <translation>Es liegt bereit</translation>
    </message>
    <message>
        <source>The part of the study is in place, or finish the study</source>
        <translation>Das Teil der Studie liegt bereit, oder die Studie beenden</translation>
    </message>
    <message>
        <source>The last one was wrong</source>
        <translation>Das letzte war falsch</translation>
    </message>
    <message>
        <source>Wait no more</source>
        <translation>Nicht mehr warten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Unterbrechen</translation>
    </message>
    <message>
        <source>Cancel the study</source>
        <translation>Die Studie abbrechen</translation>
    </message>
    <message>
        <source>Study {name}: no OK leaves the station until it is paused or ended</source>
        <translation>Studie {name}: kein OK verlässt die Station, bis sie unterbrochen oder beendet ist</translation>
    </message>
    <message>
        <source>Every part was read.</source>
        <translation>Jedes Teil wurde bewertet.</translation>
    </message>
    <message>
        <source>Finish the study</source>
        <translation>Die Studie beenden</translation>
    </message>
    <message>
        <source>Part {number} of {parts}, repeat {trial} of {trials}</source>
        <translation>Teil {number} von {parts}, Wiederholung {trial} von {trials}</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Then its results are shown, and no reading can be set aside any more.</source>
        <translation>Dann werden ihre Ergebnisse gezeigt, und keine Bewertung kann mehr ausgeklammert werden.</translation>
    </message>
    <message>
        <source>Waiting for its picture …</source>
        <translation>Sein Bild wird erwartet …</translation>
    </message>
    <message>
        <source>Put this part under the camera.</source>
        <translation>Dieses Teil unter die Kamera legen.</translation>
    </message>
    <message>
        <source>{count} judged nothing (ERROR)</source>
        <translation>{count} ohne Urteil (ERROR)</translation>
    </message>
    <message>
        <source>Set the reading of {part} aside?</source>
        <translation>Die Bewertung von {part} ausklammern?</translation>
    </message>
    <message>
        <source>It does not count, and the part is presented again. Your name and the reason stand in the report.</source>
        <translation>Sie zählt nicht, und das Teil wird noch einmal vorgelegt. Name und Grund stehen im Bericht.</translation>
    </message>
    <message>
        <source>Set it aside</source>
        <translation>Ausklammern</translation>
    </message>
    <message>
        <source>Cancel the study {name}?</source>
        <translation>Die Studie {name} abbrechen?</translation>
    </message>
    <message>
        <source>It cannot go on then, and its figures are no result. To go on later, pause it instead.</source>
        <translation>Sie kann dann nicht weitergehen, und ihre Zahlen sind kein Ergebnis. Um später weiterzumachen, besser unterbrechen.</translation>
    </message>
</context>
<context>
    <name>StudySetup</name>
    <message>
        <source>A new study</source>
        <translation>Eine neue Studie</translation>
    </message>
    <message>
        <source>20 to 80 parts, about half of them defective, with defects as they really come and some at the limit. Experts decide before, without the station. The plan never changes: another word of the experts is another study.</source>
        <translation>20 bis 80 Teile, etwa die Hälfte fehlerhaft, mit Fehlern, wie sie wirklich vorkommen, einige an der Grenze. Fachleute entscheiden vorher, ohne die Station. Der Plan ändert sich nie: ein anderes Wort der Fachleute ist eine andere Studie.</translation>
    </message>
    <message>
        <source>such as who the experts were</source>
        <translation>etwa wer die Fachleute waren</translation>
    </message>
    <message>
        <source>Name of the study</source>
        <translation>Name der Studie</translation>
    </message>
    <message>
        <source>Each part so often</source>
        <translation>Jedes Teil so oft</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Add a part</source>
        <translation>Teil hinzufügen</translation>
    </message>
    <message>
        <source>Remove the part</source>
        <translation>Teil entfernen</translation>
    </message>
    <message>
        <source>Read a table (CSV)</source>
        <translation>Tabelle lesen (CSV)</translation>
    </message>
    <message>
        <source>Plan the study</source>
        <translation>Die Studie planen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Experts say</source>
        <translation>Fachleute sagen</translation>
    </message>
    <message>
        <source>Defect</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Parts of the study</source>
        <translation>Teile der Studie</translation>
    </message>
    <message>
        <source>The table of parts</source>
        <translation>Die Tabelle der Teile</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt);;All files (*)</source>
        <translation>Tabellen (*.csv *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>defective</source>
        <translation>fehlerhaft</translation>
    </message>
</context>
<context>
    <name>ThresholdChange</name>
    <message>
        <source>Threshold {before} → {after}.</source>
        <translation>Schwelle {before} → {after}.</translation>
    </message>
    <message>
        <source>Review from {score}.</source>
        <translation>Nachprüfung ab {score}.</translation>
    </message>
    <message>
        <source>It counts from the next part on.</source>
        <translation>Sie gilt ab dem nächsten Teil.</translation>
    </message>
    <message>
        <source>The recipe is not in force; the new version waits until it is.</source>
        <translation>Das Rezept ist nicht in Kraft; die neue Version wartet darauf.</translation>
    </message>
    <message>
        <source>Change the threshold of {recipe}?</source>
        <translation>Schwelle von {recipe} ändern?</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Threshold {before} → {after}, as version {version} had it. A new version is made.</source>
        <translation>Schwelle {before} → {after}, wie in Version {version}. Eine neue Version entsteht.</translation>
    </message>
    <message>
        <source>Go back to the threshold of version {version}?</source>
        <translation>Zurück zur Schwelle von Version {version}?</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>ThresholdFigures</name>
    <message>
        <source>What this threshold does</source>
        <translation>Was diese Schwelle bewirkt</translation>
    </message>
    <message>
        <source>Threshold: from this score on a part is rejected</source>
        <translation>Schwelle: ab diesem Wert ist ein Teil Ausschuss</translation>
    </message>
    <message>
        <source>Start of the review band</source>
        <translation>Beginn der Nachprüfung</translation>
    </message>
    <message>
        <source>Review from</source>
        <translation>Nachprüfung ab</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>At 100 % TPR: {rate}</source>
        <translation>Bei 100 % TPR: {rate}</translation>
    </message>
    <message>
        <source>{count} of {total} good rejected</source>
        <translation>{count} von {total} guten Ausschuss</translation>
    </message>
    <message>
        <source>What it costs in good parts to stop every one of these defects</source>
        <translation>Was es an guten Teilen kostet, jeden dieser Defekte zu stoppen</translation>
    </message>
    <message>
        <source>It looks better than it is. Check it on pictures that did not choose it, best from another time.</source>
        <translation>Es sieht besser aus, als es ist. An Bildern prüfen, die es nicht gewählt haben, am besten aus anderer Zeit.</translation>
    </message>
    <message>
        <source>Chosen on these pictures, so it flatters.</source>
        <translation>An diesen Bildern gewählt, daher geschönt.</translation>
    </message>
</context>
<context>
    <name>ThresholdHistory</name>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>History of thresholds</source>
        <translation>Verlauf der Schwellen</translation>
    </message>
    <message>
        <source>Go back to this threshold</source>
        <translation>Zurück zu dieser Schwelle</translation>
    </message>
    <message>
        <source>{version}, in force</source>
        <translation>{version}, in Kraft</translation>
    </message>
    <message>
        <source>Choose a line to see its figures, and to go back to its threshold as a new version.</source>
        <translation>Eine Zeile wählen, um ihre Zahlen zu sehen und als neue Version zu ihrer Schwelle zurückzukehren.</translation>
    </message>
    <message>
        <source>That threshold belongs to another model; for this one it means nothing.</source>
        <translation>Jene Schwelle gehört zu einem anderen Modell; für dieses bedeutet sie nichts.</translation>
    </message>
    <message>
        <source>This one is in force.</source>
        <translation>Diese ist in Kraft.</translation>
    </message>
    <message>
        <source>An engineer may go back to it.</source>
        <translation>Ein Ingenieur darf zu ihr zurückkehren.</translation>
    </message>
    <message>
        <source>Review from {score}.</source>
        <translation>Nachprüfung ab {score}.</translation>
    </message>
    <message>
        <source>Held-out good rejected: {counts}.</source>
        <translation>Zurückgelegte gute als Ausschuss: {counts}.</translation>
    </message>
    <message>
        <source>Defects passed: {counts}.</source>
        <translation>Durchgekommene Defekte: {counts}.</translation>
    </message>
</context>
<context>
    <name>ThresholdPage</name>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu ansehen</translation>
    </message>
    <message>
        <source>As in the recipe</source>
        <translation>Wie im Rezept</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Was wäre wenn</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>A threshold for {recipe} that was tried and not applied</source>
        <translation>Eine erprobte, nicht übernommene Schwelle für {recipe}</translation>
    </message>
    <message>
        <source>Looking at {recipe}</source>
        <translation>{recipe} wird betrachtet</translation>
    </message>
    <message>
        <source>{recipe} {version}, in force</source>
        <translation>{recipe} {version}, in Kraft</translation>
    </message>
    <message>
        <source>{recipe} {version}</source>
        <translation>{recipe} {version}</translation>
    </message>
    <message>
        <source>There is no recipe yet.</source>
        <translation>Es gibt noch kein Rezept.</translation>
    </message>
    <message>
        <source>Teach one on the page Teach; its threshold is tuned here.</source>
        <translation>Auf der Seite Anlernen eines anlernen; seine Schwelle wird hier eingestellt.</translation>
    </message>
    <message>
        <source>Another version of this recipe was put in force since.</source>
        <translation>Seither wurde eine andere Version dieses Rezepts in Kraft gesetzt.</translation>
    </message>
    <message>
        <source>“Look again” shows it; the threshold that you tried is lost then.</source>
        <translation>„Neu ansehen“ zeigt sie; die erprobte Schwelle geht dann verloren.</translation>
    </message>
    <message>
        <source>{recipe} version {version} is in force from the next part on.</source>
        <translation>{recipe} Version {version} ist ab dem nächsten Teil in Kraft.</translation>
    </message>
    <message>
        <source>{recipe} version {version} is stored. It is not in force.</source>
        <translation>{recipe} Version {version} ist gespeichert. Sie ist nicht in Kraft.</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>defect</source>
        <translation>Defekt</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>{kind}, score {score}, {file}</source>
        <translation>{kind}, Wert {score}, {file}</translation>
    </message>
</context>
<context>
    <name>TilePainter</name>
    <message>
        <source>This file is gone or damaged</source>
        <translation>Diese Datei fehlt oder ist beschädigt</translation>
    </message>
    <message>
        <source>unlike the rest</source>
        <translation>anders als der Rest</translation>
    </message>
    <message>
        <source>near copy</source>
        <translation>fast gleich</translation>
    </message>
</context>
<context>
    <name>TrainChoices</name>
    <message>
        <source>Draw the region</source>
        <translation>Bereich zeichnen</translation>
    </message>
    <message>
        <source>Only add the new good ones</source>
        <translation>Nur die neuen guten dazulernen</translation>
    </message>
    <message>
        <source>Learn painted defects too</source>
        <translation>Auch aus gemalten Defekten lernen</translation>
    </message>
    <message>
        <source>Half of the painted defects of each kind are learned from; the rest is counted</source>
        <translation>Aus der Hälfte der gemalten Defekte jeder Art wird gelernt; der Rest wird gezählt</translation>
    </message>
    <message>
        <source>Note, kept with the version</source>
        <translation>Notiz, bleibt bei der Version</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>There is no data set yet. Capture and label some pictures first.</source>
        <translation>Es gibt noch keinen Datensatz. Zuerst Bilder aufnehmen und kennzeichnen.</translation>
    </message>
    <message>
        <source>; {count} unsure or ignored</source>
        <translation>; {count} unsicher oder ignoriert</translation>
    </message>
    <message>
        <source>The model of version {version} takes them in without beginning from zero.</source>
        <translation>Das Modell von Version {version} nimmt sie auf, ohne von null zu beginnen.</translation>
    </message>
    <message>
        <source>From zero: {why}</source>
        <translation>Von null: {why}</translation>
    </message>
    <message>
        <source>Correct the options first.</source>
        <translation>Zuerst die Optionen berichtigen.</translation>
    </message>
    <message>
        <source>Not as by default: {names}.</source>
        <translation>Nicht wie voreingestellt: {names}.</translation>
    </message>
    <message>
        <source>All options as by default.</source>
        <translation>Alle Optionen wie voreingestellt.</translation>
    </message>
    <message>
        <source>Expert: {method}</source>
        <translation>Experte: {method}</translation>
    </message>
    <message>
        <source>About {time}, {memory} of memory</source>
        <translation>Etwa {time}, {memory} Speicher</translation>
    </message>
    <message>
        <source>{good}, {defects} ({painted} painted)</source>
        <translation>{good}, {defects} ({painted} gemalt)</translation>
    </message>
    <message>
        <source>Only add what is new: {pictures}</source>
        <translation>Nur Neues hinzufügen: {pictures}</translation>
    </message>
    <message>
        <source>{method}: learns from {normal}; held out for the threshold: {held}; to count: {defects}.</source>
        <translation>{method}: lernt aus {normal}; für die Schwelle zurückgelegt: {held}; zu zählen: {defects}.</translation>
    </message>
    <message>
        <source>Learns from {defects} too.</source>
        <translation>Lernt auch aus {defects}.</translation>
    </message>
    <message>
        <source>New to the model: {pictures}.</source>
        <translation>Neu für das Modell: {pictures}.</translation>
    </message>
    <message>
        <source>Beside a running line it takes longer.</source>
        <translation>Neben einer laufenden Linie dauert es länger.</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Means over three seeds, and one answer on two processor cores, with pictures of other parts (docs/detectors.md). A bake-off tells of your own.</source>
        <translation>Mittel über drei Startwerte, und eine Antwort auf zwei Prozessorkernen, mit Bildern anderer Teile (docs/detectors.md). Für die eigenen hilft ein Bake-off.</translation>
    </message>
    <message>
        <source>{preset}: {method}</source>
        <translation>{preset}: {method}</translation>
    </message>
    <message>
        <source>Expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>Any detector, with its own options.</source>
        <translation>Jeder Detektor, mit eigenen Optionen.</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>More pictures?</source>
        <translation>Mehr Bilder?</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Teaching</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>A model is being taught; that would be cancelled.</source>
        <translation>Ein Modell wird angelernt; das würde abgebrochen.</translation>
    </message>
    <message>
        <source>Teaching {name}</source>
        <translation>{name} wird angelernt</translation>
    </message>
    <message>
        <source>Version {version} of {name} is recorded. It is not in force.</source>
        <translation>Version {version} von {name} ist gespeichert. Sie ist nicht in Kraft.</translation>
    </message>
    <message>
        <source>Look at its result, compare it with the version in use, then put it in force.</source>
        <translation>Ergebnis ansehen, mit der Version in Gebrauch vergleichen, dann in Kraft setzen.</translation>
    </message>
    <message>
        <source>Version {version} is recorded, but could not be examined.</source>
        <translation>Version {version} ist gespeichert, konnte aber nicht untersucht werden.</translation>
    </message>
    <message>
        <source>Examining version {version} of {name}</source>
        <translation>Version {version} von {name} wird untersucht</translation>
    </message>
    <message>
        <source>Comparing version {old} with version {new} of {name}</source>
        <translation>Version {old} wird mit Version {new} von {name} verglichen</translation>
    </message>
    <message>
        <source>Version {number}, threshold {threshold}</source>
        <translation>Version {number}, Schwelle {threshold}</translation>
    </message>
    <message>
        <source>Learning curve of {name}</source>
        <translation>Lernkurve von {name}</translation>
    </message>
    <message>
        <source>Sign in as an engineer to teach.</source>
        <translation>Zum Anlernen als Ingenieur anmelden.</translation>
    </message>
    <message>
        <source>Back to version {version}</source>
        <translation>Zurück zu Version {version}</translation>
    </message>
</context>
<context>
    <name>TrainingPlots</name>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>epochs or steps</source>
        <translation>Epochen oder Schritte</translation>
    </message>
    <message>
        <source>told apart (AUROC)</source>
        <translation>unterschieden (AUROC)</translation>
    </message>
    <message>
        <source>made defects on held-out parts</source>
        <translation>künstliche Defekte auf zurückgelegten Teilen</translation>
    </message>
    <message>
        <source>watched pictures</source>
        <translation>beobachtete Bilder</translation>
    </message>
    <message>
        <source>Squares, dashed: made defects on held-out good parts. Dots: watched pictures, which decide nothing.</source>
        <translation>Quadrate, gestrichelt: künstliche Defekte auf zurückgelegten guten Teilen. Punkte: beobachtete Bilder, die nichts entscheiden.</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>The next part appears here.</source>
        <translation>Das nächste Teil erscheint hier.</translation>
    </message>
    <message>
        <source>Last part · {time}</source>
        <translation>Letztes Teil · {time}</translation>
    </message>
    <message>
        <source>Last part {part} · {time}</source>
        <translation>Letztes Teil {part} · {time}</translation>
    </message>
    <message>
        <source>Earlier part {part} · {time}</source>
        <translation>Früheres Teil {part} · {time}</translation>
    </message>
    <message>
        <source>Earlier part · {time}</source>
        <translation>Früheres Teil · {time}</translation>
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
    <name>WhatIfPanel</name>
    <message>
        <source>the last 7 days</source>
        <translation>die letzten 7 Tage</translation>
    </message>
    <message>
        <source>the last 30 days</source>
        <translation>die letzten 30 Tage</translation>
    </message>
    <message>
        <source>the last 90 days</source>
        <translation>die letzten 90 Tage</translation>
    </message>
    <message>
        <source>all there is</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>Which recorded parts</source>
        <translation>Welche aufgezeichneten Teile</translation>
    </message>
    <message>
        <source>Parts that change</source>
        <translation>Teile, die sich ändern</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Verdicts by day</source>
        <translation>Urteile je Tag</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Was</source>
        <translation>War</translation>
    </message>
    <message>
        <source>Would be</source>
        <translation>Wäre</translation>
    </message>
    <message>
        <source>Recorded parts: {parts}. Every one would get the verdict it had.</source>
        <translation>Aufgezeichnete Teile: {parts}. Jedes bekäme das Urteil, das es hatte.</translation>
    </message>
    <message>
        <source>Recorded parts: {parts}. Another verdict would be given to {changed}. {turns}</source>
        <translation>Aufgezeichnete Teile: {parts}. Ein anderes Urteil bekämen {changed}. {turns}</translation>
    </message>
    <message>
        <source>Not counted, because another model scored them: {count} parts of this recipe.</source>
        <translation>Nicht gezählt, weil ein anderes Modell sie bewertet hat: {count} Teile dieses Rezepts.</translation>
    </message>
    <message>
        <source>Parts whose verdict would change</source>
        <translation>Teile, deren Urteil sich ändern würde</translation>
    </message>
    <message>
        <source>No part was recorded under this recipe and model in this time.</source>
        <translation>In dieser Zeit wurde kein Teil mit diesem Rezept und Modell aufgezeichnet.</translation>
    </message>
    <message>
        <source>{verdict}: {before} → {after}</source>
        <translation>{verdict}: {before} → {after}</translation>
    </message>
</context>
<context>
    <name>WhiteBalanceSection</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Grey card</source>
        <translation>Graukarte</translation>
    </message>
    <message>
        <source>A grey or white card in the middle of the view, in the light of the line. A flat field of the product comes first: pictures are corrected by it.</source>
        <translation>Eine graue oder weiße Karte in der Bildmitte, im Licht der Linie. Ein Flachfeld des Produkts kommt zuerst: Bilder werden damit korrigiert.</translation>
    </message>
    <message>
        <source>Take {count} of the card</source>
        <translation>{count} der Karte aufnehmen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>The card has no colour any more. For colour cameras only.</source>
        <translation>Die Karte hat keine Farbe mehr. Nur für Farbkameras.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Stored with its date and your reason, as a version.</source>
        <translation>Wird mit Datum und Ihrem Grund als Version gespeichert.</translation>
    </message>
    <message>
        <source>Keep this white balance</source>
        <translation>Weißabgleich behalten</translation>
    </message>
    <message>
        <source>Pictures of the card</source>
        <translation>Bilder der Karte</translation>
    </message>
    <message>
        <source>a white balance that was not kept</source>
        <translation>ein Weißabgleich, der nicht behalten wurde</translation>
    </message>
    <message>
        <source>Trying the white balance</source>
        <translation>Weißabgleich wird erprobt</translation>
    </message>
    <message>
        <source>Gains: red {red}, green {green}, blue {blue}.</source>
        <translation>Verstärkungen: Rot {red}, Grün {green}, Blau {blue}.</translation>
    </message>
    <message>
        <source>Keep this white balance for {name}?</source>
        <translation>Diesen Weißabgleich für {name} behalten?</translation>
    </message>
</context>
<context>
    <name>WholeSet</name>
    <message>
        <source>Import MVTec folder</source>
        <translation>MVTec-Ordner einlesen</translation>
    </message>
    <message>
        <source>One category: train/good, test/..., ground_truth/... with its masks</source>
        <translation>Eine Kategorie: train/good, test/..., ground_truth/... mit ihren Masken</translation>
    </message>
    <message>
        <source>Export as MVTec</source>
        <translation>Als MVTec ausgeben</translation>
    </message>
    <message>
        <source>The pictures labelled good and defect, with their masks</source>
        <translation>Die als gut und als Defekt gekennzeichneten Bilder mit ihren Masken</translation>
    </message>
    <message>
        <source>Draw the region</source>
        <translation>Bereich zeichnen</translation>
    </message>
    <message>
        <source>Name of the snapshot</source>
        <translation>Name des Standes</translation>
    </message>
    <message>
        <source>Keep as snapshot</source>
        <translation>Als Stand festhalten</translation>
    </message>
    <message>
        <source>Keeps which pictures there are and how they are labelled now</source>
        <translation>Hält fest, welche Bilder da sind und wie sie jetzt gekennzeichnet sind</translation>
    </message>
    <message>
        <source>Importing {folder}</source>
        <translation>{folder} wird eingelesen</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>{name} wird ausgegeben</translation>
    </message>
    <message>
        <source>Choose the folder of a category in MVTec layout</source>
        <translation>Den Ordner einer Kategorie im MVTec-Aufbau wählen</translation>
    </message>
    <message>
        <source>Choose where the folder {name} is to be</source>
        <translation>Wählen, wo der Ordner {name} entstehen soll</translation>
    </message>
    <message>
        <source>Added to {name}: {good}, {defects}, masks: {masks}.</source>
        <translation>In {name} aufgenommen: {good}, {defects}, Masken: {masks}.</translation>
    </message>
    <message>
        <source>{folder}: to learn from {train}; to test with {test} and {defects}; masks: {masks}.</source>
        <translation>{folder}: zum Lernen {train}; zum Prüfen {test} und {defects}; Masken: {masks}.</translation>
    </message>
    <message>
        <source>Left out, because labelled unsure or ignore: {pictures}.</source>
        <translation>Weggelassen, weil als unsicher oder ignoriert gekennzeichnet: {pictures}.</translation>
    </message>
    <message>
        <source>Kept as {snapshot}: {pictures} of {name}.</source>
        <translation>Als {snapshot} festgehalten: {pictures} von {name}.</translation>
    </message>
    <message>
        <source>{snapshot} ({pictures}, {day})</source>
        <translation>{snapshot} ({pictures}, {day})</translation>
    </message>
    <message>
        <source>{count} were in the set already.</source>
        <translation>{count} waren schon im Datensatz.</translation>
    </message>
    <message>
        <source>No snapshots.</source>
        <translation>Keine festgehaltenen Stände.</translation>
    </message>
    <message>
        <source>{count} older</source>
        <translation>{count} ältere</translation>
    </message>
    <message>
        <source>Snapshots: {names}</source>
        <translation>Stände: {names}</translation>
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
        <source>That the kiosk is left cannot be noted in the audit trail: {problem}</source>
        <translation>Dass der Kiosk verlassen wird, kann nicht ins Änderungsprotokoll geschrieben werden: {problem}</translation>
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
    <name>YieldChart</name>
    <message>
        <source>Yield by the hour</source>
        <translation>Ausbeute je Stunde</translation>
    </message>
    <message>
        <source>{time}: no parts</source>
        <translation>{time}: keine Teile</translation>
    </message>
    <message>
        <source>{time}: {rate} % of {count}, at least {bound} % (95 %)</source>
        <translation>{time}: {rate} % von {count}, mindestens {bound} % (95 %)</translation>
    </message>
    <message>
        <source>Yield over time</source>
        <translation>Ausbeute über die Zeit</translation>
    </message>
    <message>
        <source>No parts in this period</source>
        <translation>Keine Teile in diesem Zeitraum</translation>
    </message>
    <message>
        <source>{time}
{parts}, {rate} % OK
95 %: {low} % to {high} %</source>
        <translation>{time}
{parts}, {rate} % OK
95 %: {low} % bis {high} %</translation>
    </message>
</context>
<context>
    <name>agreement</name>
    <message>
        <source>Effectiveness</source>
        <translation>Wirksamkeit</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Acceptable</source>
        <translation>Annehmbar</translation>
    </message>
    <message>
        <source>Conditionally acceptable</source>
        <translation>Bedingt annehmbar</translation>
    </message>
    <message>
        <source>Not shown with so few parts</source>
        <translation>Mit so wenigen Teilen nicht gezeigt</translation>
    </message>
    <message>
        <source>Not acceptable</source>
        <translation>Nicht annehmbar</translation>
    </message>
    <message>
        <source>Every limit is met, also by the bounds.</source>
        <translation>Jede Grenze ist eingehalten, auch von den Schranken.</translation>
    </message>
    <message>
        <source>By the bounds, only the wider limits are met: {names}.</source>
        <translation>Nach den Schranken sind nur die weiteren Grenzen eingehalten: {names}.</translation>
    </message>
    <message>
        <source>No figure speaks against it, but so few parts cannot show it: {names}.</source>
        <translation>Keine Zahl spricht dagegen, aber so wenige Teile können es nicht zeigen: {names}.</translation>
    </message>
    <message>
        <source>What was seen is beyond the limits already: {names}.</source>
        <translation>Was gesehen wurde, liegt schon jenseits der Grenzen: {names}.</translation>
    </message>
    <message>
        <source>By the figures alone, as they are often read: {grade}.</source>
        <translation>Nach den Zahlen allein, wie sie oft gelesen werden: {grade}.</translation>
    </message>
    <message>
        <source>at least {bound} ({sure})</source>
        <translation>mindestens {bound} ({sure})</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{share} ({counted} parts)</source>
        <translation>{share} ({counted} Teilen)</translation>
    </message>
    <message>
        <source>{share} ({counted} readings)</source>
        <translation>{share} ({counted} Bewertungen)</translation>
    </message>
    <message>
        <source>no number of parts would do</source>
        <translation>keine Zahl von Teilen reicht</translation>
    </message>
    <message>
        <source>{count} defective parts</source>
        <translation>{count} fehlerhafte Teile</translation>
    </message>
    <message>
        <source>{count} good parts</source>
        <translation>{count} gute Teile</translation>
    </message>
    <message>
        <source>{count} parts</source>
        <translation>{count} Teile</translation>
    </message>
    <message>
        <source>Nothing is known of misses: no defective part was judged.</source>
        <translation>Über Übersehenes ist nichts bekannt: kein fehlerhaftes Teil wurde beurteilt.</translation>
    </message>
    <message>
        <source>Defective parts missed at least once in {trials} presentations: {rate}.</source>
        <translation>Fehlerhafte Teile, die bei {trials} Vorlagen mindestens einmal übersehen wurden: {rate}.</translation>
    </message>
    <message>
        <source>Nothing is known of false alarms: there were no good parts.</source>
        <translation>Über Fehlalarme ist nichts bekannt: es gab keine guten Teile.</translation>
    </message>
    <message>
        <source>Good parts held back at least once in {trials} presentations: {rate}.</source>
        <translation>Gute Teile, die bei {trials} Vorlagen mindestens einmal zurückgehalten wurden: {rate}.</translation>
    </message>
    <message>
        <source>Told the same every time: {counted} parts, {bound}.</source>
        <translation>Jedes Mal gleich beurteilt: {counted} Teile, {bound}.</translation>
    </message>
    <message>
        <source>Agreement of the repeats among themselves (Fleiss&apos; kappa): {kappa}.</source>
        <translation>Übereinstimmung der Wiederholungen untereinander (Fleiss&apos; Kappa): {kappa}.</translation>
    </message>
    <message>
        <source>Readings that judged nothing (ERROR), never right: {counted}.</source>
        <translation>Bewertungen ohne Urteil (ERROR), nie richtig: {counted}.</translation>
    </message>
    <message>
        <source>Readings that were set aside: {count}. The report says why.</source>
        <translation>Ausgeklammerte Bewertungen: {count}. Der Bericht sagt, warum.</translation>
    </message>
    <message>
        <source>This holds for parts chosen like these. Repeats add nothing about other parts: the bounds count parts.</source>
        <translation>Das gilt für Teile, die gewählt sind wie diese. Wiederholungen sagen nichts über andere Teile: die Schranken zählen Teile.</translation>
    </message>
    <message>
        <source>nothing judged it</source>
        <translation>nichts hat es beurteilt</translation>
    </message>
    <message>
        <source>accept zone</source>
        <translation>Annahmezone</translation>
    </message>
    <message>
        <source>grey zone</source>
        <translation>Grauzone</translation>
    </message>
    <message>
        <source>reject zone</source>
        <translation>Rückweisezone</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>defective</source>
        <translation>fehlerhaft</translation>
    </message>
    <message>
        <source>defective ({defect})</source>
        <translation>fehlerhaft ({defect})</translation>
    </message>
    <message>
        <source>{done} of {total} read</source>
        <translation>{done} von {total} bewertet</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>{good} good and {bad} defective parts, {count} presentations.</source>
        <translation>{good} gute und {bad} fehlerhafte Teile, {count} Vorlagen.</translation>
    </message>
    <message>
        <source>So few parts show little: 20 to 80 are usual.</source>
        <translation>So wenige Teile zeigen wenig: 20 bis 80 sind üblich.</translation>
    </message>
    <message>
        <source>Without defective parts nothing will be known of misses.</source>
        <translation>Ohne fehlerhafte Teile wird über Übersehenes nichts bekannt.</translation>
    </message>
    <message>
        <source>Without good parts nothing will be known of false alarms.</source>
        <translation>Ohne gute Teile wird über Fehlalarme nichts bekannt.</translation>
    </message>
    <message>
        <source>The mix is lopsided; about half and half is best.</source>
        <translation>Die Mischung ist einseitig; etwa halb und halb ist am besten.</translation>
    </message>
    <message>
        <source>Parts that are presented once say nothing of repeatability.</source>
        <translation>Teile, die einmal vorgelegt werden, sagen nichts über die Wiederholbarkeit.</translation>
    </message>
</context>
<context>
    <name>bounds</name>
    <message>
        <source>under {share}</source>
        <translation>unter {share}</translation>
    </message>
    <message>
        <source>at most {bound} ({sure})</source>
        <translation>höchstens {bound} ({sure})</translation>
    </message>
    <message>
        <source>no interval</source>
        <translation>kein Intervall</translation>
    </message>
    <message>
        <source>{low} to {high} ({sure})</source>
        <translation>{low} bis {high} ({sure})</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} von {total}</translation>
    </message>
    <message>
        <source>{share}, {bound}</source>
        <translation>{share}, {bound}</translation>
    </message>
    <message>
        <source>{counted}: {bounded}</source>
        <translation>{counted}: {bounded}</translation>
    </message>
</context>
<context>
    <name>capture</name>
    <message>
        <source>{share} % of the picture is clipped: shorten the exposure, or dim the light.</source>
        <translation>{share} % des Bildes sind überstrahlt: kürzer belichten oder Licht dämpfen.</translation>
    </message>
    <message>
        <source>The picture is dark ({share} % of full brightness): lengthen the exposure.</source>
        <translation>Das Bild ist dunkel ({share} % der vollen Helligkeit): länger belichten.</translation>
    </message>
    <message>
        <source>{share} % of the picture is black: is part of it without light?</source>
        <translation>{share} % des Bildes sind schwarz: fehlt irgendwo Licht?</translation>
    </message>
    <message>
        <source>Light is fine: {share} % clipped, brightness {bright} %.</source>
        <translation>Licht ist gut: {share} % überstrahlt, Helligkeit {bright} %.</translation>
    </message>
    <message>
        <source>{count} taken, {stored} stored</source>
        <translation>{count} aufgenommen, {stored} gespeichert</translation>
    </message>
    <message>
        <source>{count} were in the set already</source>
        <translation>{count} schon im Datensatz</translation>
    </message>
    <message>
        <source>{count} wait for the disk</source>
        <translation>{count} warten auf die Platte</translation>
    </message>
    <message>
        <source>{count} could not be stored</source>
        <translation>{count} nicht speicherbar</translation>
    </message>
    <message>
        <source>{count} lost on the way</source>
        <translation>{count} unterwegs verloren</translation>
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
    <name>history</name>
    <message>
        <source>more than {count} parts</source>
        <translation>mehr als {count} Teile</translation>
    </message>
    <message>
        <source>1 part</source>
        <translation>1 Teil</translation>
    </message>
    <message>
        <source>{count} parts</source>
        <translation>{count} Teile</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>{count} pictures</source>
        <translation>{count} Bilder</translation>
    </message>
    <message>
        <source>has not reported back</source>
        <translation>hat sich nicht gemeldet</translation>
    </message>
    <message>
        <source>sent to the line</source>
        <translation>an die Linie gesendet</translation>
    </message>
    <message>
        <source>withheld: the line saw a reject</source>
        <translation>zurückgehalten: die Linie sah Ausschuss</translation>
    </message>
    <message>
        <source>failed: the line saw a reject</source>
        <translation>gescheitert: die Linie sah Ausschuss</translation>
    </message>
    <message>
        <source>unknown: the program ended before it reported</source>
        <translation>unbekannt: das Programm endete vor der Meldung</translation>
    </message>
    <message>
        <source>Equal: the score is {score} again, on {device}.</source>
        <translation>Gleich: der Wert ist wieder {score}, auf {device}.</translation>
    </message>
    <message>
        <source>The line did not score this picture. Scored now on {device}: {score}.</source>
        <translation>Die Linie hat dieses Bild nicht bewertet. Jetzt bewertet auf {device}: {score}.</translation>
    </message>
    <message>
        <source>Differs by {difference}: {score} now, {stored} then. That is what another device or number type gives (now: {device}).</source>
        <translation>Weicht um {difference} ab: jetzt {score}, damals {stored}. So viel macht ein anderes Gerät oder ein anderer Zahlentyp aus (jetzt: {device}).</translation>
    </message>
    <message>
        <source>Differs by {difference}: {score} now on {device}, {stored} then. Another device or number type alone does not give so much; the program or its libraries may have changed since.</source>
        <translation>Weicht um {difference} ab: jetzt {score} auf {device}, damals {stored}. Ein anderes Gerät oder ein anderer Zahlentyp allein macht nicht so viel aus; das Programm oder seine Bibliotheken können sich seither geändert haben.</translation>
    </message>
    <message>
        <source>The verdict would be {verdict}.</source>
        <translation>Das Urteil wäre {verdict}.</translation>
    </message>
    <message>
        <source>The verdict is the same.</source>
        <translation>Das Urteil ist dasselbe.</translation>
    </message>
    <message>
        <source>{verdict}{defect} instead of {was}, {who}, {time}</source>
        <translation>{verdict}{defect} statt {was}, {who}, {time}</translation>
    </message>
    <message>
        <source>“was good”</source>
        <translation>„war gut“</translation>
    </message>
    <message>
        <source>“was bad”</source>
        <translation>„war schlecht“</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>taken into the data set</source>
        <translation>in den Datensatz aufgenommen</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>feedback given</source>
        <translation>Rückmeldung gegeben</translation>
    </message>
    <message>
        <source>feedback settled</source>
        <translation>Rückmeldung erledigt</translation>
    </message>
    <message>
        <source>verdict reviewed</source>
        <translation>Urteil nachgeprüft</translation>
    </message>
    <message>
        <source>recipe version made</source>
        <translation>Rezeptversion erstellt</translation>
    </message>
    <message>
        <source>recipe taught</source>
        <translation>Rezept angelernt</translation>
    </message>
    <message>
        <source>recipe put in force</source>
        <translation>Rezept in Kraft gesetzt</translation>
    </message>
    <message>
        <source>recipe rolled back</source>
        <translation>zum früheren Rezept zurückgekehrt</translation>
    </message>
    <message>
        <source>threshold changed</source>
        <translation>Schwelle geändert</translation>
    </message>
    <message>
        <source>recipe duplicated</source>
        <translation>Rezept verdoppelt</translation>
    </message>
    <message>
        <source>recipe exported</source>
        <translation>Rezept exportiert</translation>
    </message>
    <message>
        <source>recipe imported</source>
        <translation>Rezept importiert</translation>
    </message>
    <message>
        <source>image gate learned</source>
        <translation>Bildprüfung gelernt</translation>
    </message>
    <message>
        <source>model stored</source>
        <translation>Modell gespeichert</translation>
    </message>
    <message>
        <source>models compared</source>
        <translation>Modelle verglichen</translation>
    </message>
    <message>
        <source>pictures labelled</source>
        <translation>Bilder eingeordnet</translation>
    </message>
    <message>
        <source>labels taken back</source>
        <translation>Einordnung zurückgenommen</translation>
    </message>
    <message>
        <source>mask changed</source>
        <translation>Maske geändert</translation>
    </message>
    <message>
        <source>snapshot taken</source>
        <translation>Momentaufnahme gemacht</translation>
    </message>
    <message>
        <source>camera changed</source>
        <translation>Kamera geändert</translation>
    </message>
    <message>
        <source>calibrated</source>
        <translation>kalibriert</translation>
    </message>
    <message>
        <source>calibration taken over</source>
        <translation>Kalibrierung übernommen</translation>
    </message>
    <message>
        <source>settings changed</source>
        <translation>Einstellungen geändert</translation>
    </message>
    <message>
        <source>output tested</source>
        <translation>Ausgang geprüft</translation>
    </message>
    <message>
        <source>capture plan run</source>
        <translation>Aufnahmeplan gelaufen</translation>
    </message>
    <message>
        <source>diagnostic bundle made</source>
        <translation>Diagnosepaket gemacht</translation>
    </message>
    <message>
        <source>history exported</source>
        <translation>Verlauf exportiert</translation>
    </message>
    <message>
        <source>audit trail exported</source>
        <translation>Änderungsprotokoll exportiert</translation>
    </message>
    <message>
        <source>alarm acknowledged</source>
        <translation>Alarm quittiert</translation>
    </message>
    <message>
        <source>line started</source>
        <translation>Linie gestartet</translation>
    </message>
    <message>
        <source>line stopped</source>
        <translation>Linie angehalten</translation>
    </message>
    <message>
        <source>kiosk left</source>
        <translation>Kiosk verlassen</translation>
    </message>
    <message>
        <source>reference part set</source>
        <translation>Referenzteil festgelegt</translation>
    </message>
    <message>
        <source>reference part removed</source>
        <translation>Referenzteil entfernt</translation>
    </message>
    <message>
        <source>reference parts checked</source>
        <translation>Referenzteile geprüft</translation>
    </message>
    <message>
        <source>reference check overridden</source>
        <translation>Referenzprüfung übergangen</translation>
    </message>
    <message>
        <source>agreement study planned</source>
        <translation>Messfähigkeitsstudie geplant</translation>
    </message>
    <message>
        <source>reading set aside</source>
        <translation>Prüfung beiseitegelegt</translation>
    </message>
    <message>
        <source>agreement study ended</source>
        <translation>Messfähigkeitsstudie beendet</translation>
    </message>
    <message>
        <source>agreement report taken out</source>
        <translation>Bericht der Messfähigkeitsstudie ausgegeben</translation>
    </message>
    <message>
        <source>account added</source>
        <translation>Konto angelegt</translation>
    </message>
    <message>
        <source>role changed</source>
        <translation>Rolle geändert</translation>
    </message>
    <message>
        <source>account disabled</source>
        <translation>Konto gesperrt</translation>
    </message>
    <message>
        <source>account enabled</source>
        <translation>Konto freigegeben</translation>
    </message>
    <message>
        <source>password changed</source>
        <translation>Kennwort geändert</translation>
    </message>
    <message>
        <source>signed in</source>
        <translation>angemeldet</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>abgemeldet</translation>
    </message>
    <message>
        <source>wrong password</source>
        <translation>falsches Kennwort</translation>
    </message>
    <message>
        <source>account locked</source>
        <translation>Konto blockiert</translation>
    </message>
    <message>
        <source>No parts in this period.</source>
        <translation>Keine Teile in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>{parts}, {rate} % OK; with 95 % confidence the share is {low} % to {high} %.</source>
        <translation>{parts}, {rate} % OK; mit 95 % Sicherheit liegt der Anteil bei {low} % bis {high} %.</translation>
    </message>
    <message>
        <source>Too few OK parts yet ({n} of {needed}): limits are drawn from {needed} on.</source>
        <translation>Noch zu wenige OK-Teile ({n} von {needed}): Grenzen werden ab {needed} gezeichnet.</translation>
    </message>
    <message>
        <source>Too few OK parts beside the {n} that made the limits to say anything of a drift.</source>
        <translation>Außer den {n}, aus denen die Grenzen sind, gibt es noch zu wenige OK-Teile, um etwas über eine Drift zu sagen.</translation>
    </message>
    <message>
        <source>Single scores outside the limits: {outside} of the newest {n}.</source>
        <translation>Einzelwerte außerhalb der Grenzen: {outside} der neuesten {n}.</translation>
    </message>
    <message>
        <source>Newest {n}: mean {mean}, sd {sd}; reference of {m}: {old_mean}, {old_sd}.</source>
        <translation>Neueste {n}: Mittel {mean}, σ {sd}; Referenz aus {m}: {old_mean}, {old_sd}.</translation>
    </message>
    <message>
        <source>Look at light, lens and lot; a higher threshold would only hide it.</source>
        <translation>Licht, Objektiv und Charge ansehen; eine höhere Schwelle würde es nur verdecken.</translation>
    </message>
    <message>
        <source>Shifted up by {size} sd.</source>
        <translation>Um {size} σ nach oben verschoben.</translation>
    </message>
    <message>
        <source>Shifted down by {size} sd.</source>
        <translation>Um {size} σ nach unten verschoben.</translation>
    </message>
    <message>
        <source>The spread has at least doubled.</source>
        <translation>Die Streuung hat sich mindestens verdoppelt.</translation>
    </message>
    <message>
        <source>The spread has halved or more.</source>
        <translation>Die Streuung hat sich mindestens halbiert.</translation>
    </message>
    <message>
        <source>Steady.</source>
        <translation>Stabil.</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Defect</source>
        <translation>Defekt</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>Ignoriert</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Operate</source>
        <translation>Betrieb</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
</context>
<context>
    <name>pixels</name>
    <message>
        <source>on 1 painted defect and {good}</source>
        <translation>an 1 gemalten Defekt und {good}</translation>
    </message>
    <message>
        <source>on {count} painted defects and {good}</source>
        <translation>an {count} gemalten Defekten und {good}</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
</context>
<context>
    <name>plan</name>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>pose {number}</source>
        <translation>Pose {number}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} von {all}</translation>
    </message>
    <message>
        <source>taken, {count} unfit</source>
        <translation>aufgenommen, {count} untauglich</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>aufgenommen</translation>
    </message>
    <message>
        <source>All pictures of the plan are taken.</source>
        <translation>Alle Bilder des Plans sind aufgenommen.</translation>
    </message>
    <message>
        <source>Waits for you.</source>
        <translation>Wartet auf Sie.</translation>
    </message>
    <message>
        <source>Set-up {setup}, by hand: picture {shot}</source>
        <translation>Aufbau {setup}, von Hand: Bild {shot}</translation>
    </message>
    <message>
        <source>Set-up {setup}, pose {pose}: picture {shot}</source>
        <translation>Aufbau {setup}, Pose {pose}: Bild {shot}</translation>
    </message>
    <message>
        <source>{done} of {pictures}</source>
        <translation>{done} von {pictures}</translation>
    </message>
    <message>
        <source>{count} kept though unfit</source>
        <translation>{count} trotz Untauglichkeit behalten</translation>
    </message>
    <message>
        <source>{count} taken again</source>
        <translation>{count} noch einmal aufgenommen</translation>
    </message>
    <message>
        <source>about {time} without changing parts</source>
        <translation>etwa {time} ohne das Wechseln der Teile</translation>
    </message>
    <message>
        <source>Shows: {label}</source>
        <translation>Zeigt: {label}</translation>
    </message>
    <message>
        <source>Put in: {title}</source>
        <translation>Einlegen: {title}</translation>
    </message>
    <message>
        <source>Move the part slightly</source>
        <translation>Das Teil leicht bewegen</translation>
    </message>
    <message>
        <source>Then comes picture {shot} of {title}.</source>
        <translation>Dann kommt Bild {shot} von {title}.</translation>
    </message>
    <message>
        <source>This picture is unfit</source>
        <translation>Dieses Bild ist untauglich</translation>
    </message>
</context>
<context>
    <name>recipes</name>
    <message>
        <source>Recipe and version</source>
        <translation>Rezept und Version</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Erstellt von</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Corrected by calibration</source>
        <translation>Korrigiert durch Kalibrierung</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Taught from</source>
        <translation>Angelernt aus</translation>
    </message>
    <message>
        <source>Option {name}</source>
        <translation>Option {name}</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Review from</source>
        <translation>Nachprüfung ab</translation>
    </message>
    <message>
        <source>Threshold chosen by</source>
        <translation>Schwelle gewählt nach</translation>
    </message>
    <message>
        <source>What that means</source>
        <translation>Was das heißt</translation>
    </message>
    <message>
        <source>Good pictures tried</source>
        <translation>Erprobte gute Bilder</translation>
    </message>
    <message>
        <source>Defects tried</source>
        <translation>Erprobte Defekte</translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation>Pseudo-Ausschuss</translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation>Durchschlupf</translation>
    </message>
    <message>
        <source>Image gate</source>
        <translation>Bildprüfung</translation>
    </message>
    <message>
        <source>Image gate: brightness at least</source>
        <translation>Bildprüfung: Helligkeit mindestens</translation>
    </message>
    <message>
        <source>Image gate: brightness at most</source>
        <translation>Bildprüfung: Helligkeit höchstens</translation>
    </message>
    <message>
        <source>Image gate: saturated at most</source>
        <translation>Bildprüfung: gesättigt höchstens</translation>
    </message>
    <message>
        <source>Image gate: sharpness at least</source>
        <translation>Bildprüfung: Schärfe mindestens</translation>
    </message>
    <message>
        <source>Image gate: shift of the part at most, px</source>
        <translation>Bildprüfung: Versatz des Teils höchstens, px</translation>
    </message>
    <message>
        <source>Image gate: turn of the part at most, degrees</source>
        <translation>Bildprüfung: Drehung des Teils höchstens, Grad</translation>
    </message>
    <message>
        <source>Image gate: agreement with the reference at least</source>
        <translation>Bildprüfung: Übereinstimmung mit der Referenz mindestens</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>no review band</source>
        <translation>keine Nachprüfung</translation>
    </message>
    <message>
        <source>unknown: no good pictures were tried</source>
        <translation>unbekannt: keine guten Bilder erprobt</translation>
    </message>
    <message>
        <source>unknown: no defects were tried</source>
        <translation>unbekannt: keine Defekte erprobt</translation>
    </message>
    <message>
        <source>none: every picture is scored</source>
        <translation>keine: jedes Bild wird bewertet</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht gesagt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
</context>
<context>
    <name>regions</name>
    <message>
        <source>1 defect region, {area}</source>
        <translation>1 Fehlerstelle, {area}</translation>
    </message>
    <message>
        <source>{count} defect regions, {area} together</source>
        <translation>{count} Fehlerstellen, zusammen {area}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>{area} at ({x}; {y}) {unit}, peak {peak}</source>
        <translation>{area} bei ({x}; {y}) {unit}, Spitze {peak}</translation>
    </message>
    <message>
        <source>{times} × threshold</source>
        <translation>{times} × Schwelle</translation>
    </message>
    <message>
        <source>Acquisition</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Pose number</source>
        <translation>Nummer der Stellung</translation>
    </message>
    <message>
        <source>Robot&apos;s pose</source>
        <translation>Stellung des Roboters</translation>
    </message>
    <message>
        <source>{position} m, rotation {rotation} rad</source>
        <translation>{position} m, Drehung {rotation} rad</translation>
    </message>
    <message>
        <source>No place reaches the threshold</source>
        <translation>Keine Stelle erreicht die Schwelle</translation>
    </message>
    <message>
        <source>No place reaches the threshold; hottest at ({x}; {y}) px, {peak}</source>
        <translation>Keine Stelle erreicht die Schwelle; am höchsten bei ({x}; {y}) px, {peak}</translation>
    </message>
</context>
<context>
    <name>sections</name>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Flat field</source>
        <translation>Flachfeld</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>Lens, scale</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Image gate</source>
        <translation>Bildprüfung</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Drift</translation>
    </message>
    <message>
        <source>Agreement study</source>
        <translation>Übereinstimmungsstudie</translation>
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
        <source>there never was a picture</source>
        <translation>es gab nie ein Bild</translation>
    </message>
    <message>
        <source>the picture is being written</source>
        <translation>das Bild wird gerade geschrieben</translation>
    </message>
    <message>
        <source>the picture was not kept: only a share of the OK parts is</source>
        <translation>das Bild wurde nicht behalten: von OK-Teilen bleibt nur ein Anteil</translation>
    </message>
    <message>
        <source>the picture could not be written when it was taken; an event says why</source>
        <translation>das Bild konnte nach der Aufnahme nicht geschrieben werden; ein Ereignis sagt warum</translation>
    </message>
    <message>
        <source>the picture has expired; its row stays</source>
        <translation>das Bild ist abgelaufen; seine Zeile bleibt</translation>
    </message>
    <message>
        <source>the picture&apos;s file is gone, though nothing removed it that the station knows of</source>
        <translation>die Datei des Bildes fehlt, obwohl die Station sie nicht entfernt hat</translation>
    </message>
    <message>
        <source>the picture&apos;s file is not the one that was inspected: it was changed after that</source>
        <translation>die Datei des Bildes ist nicht die geprüfte: sie wurde danach verändert</translation>
    </message>
    <message>
        <source>the picture&apos;s file cannot be read</source>
        <translation>die Datei des Bildes ist nicht lesbar</translation>
    </message>
    <message>
        <source>best f1</source>
        <translation>bestes F1</translation>
    </message>
    <message>
        <source>cautious</source>
        <translation>vorsichtig</translation>
    </message>
    <message>
        <source>good only</source>
        <translation>nur gute Teile</translation>
    </message>
    <message>
        <source>min cost</source>
        <translation>geringste Kosten</translation>
    </message>
    <message>
        <source>target false reject</source>
        <translation>Zielrate</translation>
    </message>
    <message>
        <source>youden</source>
        <translation>Youden</translation>
    </message>
    <message>
        <source>zero escape</source>
        <translation>kein Durchschlupf</translation>
    </message>
    <message>
        <source>zero false reject</source>
        <translation>kein Pseudo-Ausschuss</translation>
    </message>
    <message>
        <source>hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>going back</source>
        <translation>Zurückgehen</translation>
    </message>
    <message>
        <source>check the reference parts</source>
        <translation>die Referenzteile prüfen</translation>
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
        <source>say which parts are reference parts</source>
        <translation>sagen, welche Teile Referenzteile sind</translation>
    </message>
    <message>
        <source>let the line run without a passed check of the reference parts</source>
        <translation>die Linie ohne bestandene Prüfung der Referenzteile laufen lassen</translation>
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
        <source>run an agreement study</source>
        <translation>eine Messfähigkeitsstudie durchführen</translation>
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
        <source>calibrate light, lens and image gate</source>
        <translation>Licht, Objektiv und Bildprüfung kalibrieren</translation>
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
        <source>The station is running already.</source>
        <translation>Die Station läuft schon.</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>Zuerst anhalten.</translation>
    </message>
    <message>
        <source>The station was stopped while its model was being loaded.</source>
        <translation>Die Station wurde angehalten, während ihr Modell geladen wurde.</translation>
    </message>
    <message>
        <source>Start it again.</source>
        <translation>Bitte neu starten.</translation>
    </message>
    <message>
        <source>The camera driver hangs; the line was stopped without it.</source>
        <translation>Der Kameratreiber hängt; die Linie wurde ohne ihn angehalten.</translation>
    </message>
    <message>
        <source>The camera driver still hangs since the line was stopped.</source>
        <translation>Der Kameratreiber hängt noch, seit die Linie angehalten wurde.</translation>
    </message>
    <message>
        <source>The camera driver still hangs since the live view was closed.</source>
        <translation>Der Kameratreiber hängt noch, seit das Live-Bild geschlossen wurde.</translation>
    </message>
    <message>
        <source>Check the camera and its cable, then close the program and open it again.</source>
        <translation>Kamera und Kabel prüfen, dann das Programm schließen und wieder öffnen.</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Zuerst starten.</translation>
    </message>
    <message>
        <source>Pictures are being taken into a data set: all of it is to have the same light.</source>
        <translation>Es werden Bilder in einen Datensatz aufgenommen: Er soll überall dasselbe Licht haben.</translation>
    </message>
    <message>
        <source>Wait for them, or stop them on the page Capture.</source>
        <translation>Auf sie warten oder sie auf der Seite Aufnahme anhalten.</translation>
    </message>
    <message>
        <source>There is nothing to acknowledge.</source>
        <translation>Es gibt nichts zu quittieren.</translation>
    </message>
    <message>
        <source>A fault can be acknowledged only while the line runs: its cause is looked at again.</source>
        <translation>Eine Störung kann nur quittiert werden, während die Linie läuft: ihre Ursache wird noch einmal geprüft.</translation>
    </message>
    <message>
        <source>Start the line, then acknowledge.</source>
        <translation>Die Linie starten, dann quittieren.</translation>
    </message>
    <message>
        <source>{done}, but not noted in the audit trail: {problem}</source>
        <translation>{done}, aber das steht nicht im Änderungsprotokoll: {problem}</translation>
    </message>
    <message>
        <source>The line was started</source>
        <translation>Die Linie wurde gestartet</translation>
    </message>
    <message>
        <source>The line was stopped</source>
        <translation>Die Linie wurde angehalten</translation>
    </message>
    <message>
        <source>Removing a reference part needs a reason.</source>
        <translation>Wer ein Referenzteil entfernt, muss einen Grund nennen.</translation>
    </message>
    <message>
        <source>{name} ended the capturing.</source>
        <translation>{name} hat die Aufnahme beendet.</translation>
    </message>
    <message>
        <source>The check was cancelled.</source>
        <translation>Die Prüfung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>checking, {count} rows</source>
        <translation>prüft, {count} Zeilen</translation>
    </message>
    <message>
        <source>writing, {count} rows</source>
        <translation>schreibt, {count} Zeilen</translation>
    </message>
    <message>
        <source>row {number} was not there when its place was written</source>
        <translation>Zeile {number} war nicht da, als ihr Platz geschrieben wurde</translation>
    </message>
    <message>
        <source>row {number} is missing</source>
        <translation>Zeile {number} fehlt</translation>
    </message>
    <message>
        <source>row {number} does not match its hash: it or the row before it was changed, moved or put in</source>
        <translation>Zeile {number} passt nicht zu ihrer Prüfsumme: sie oder die Zeile davor wurde geändert, verschoben oder eingefügt</translation>
    </message>
    <message>
        <source>the end of the chain is not recorded any more</source>
        <translation>das Ende der Kette ist nicht mehr verzeichnet</translation>
    </message>
    <message>
        <source>row {number} is not the one that was written last</source>
        <translation>Zeile {number} ist nicht die, die zuletzt geschrieben wurde</translation>
    </message>
    <message>
        <source>row {number} was put in behind the end of the chain</source>
        <translation>Zeile {number} wurde hinter dem Ende der Kette eingefügt</translation>
    </message>
    <message>
        <source>row {number} is missing, the last one is {last}</source>
        <translation>Zeile {number} fehlt, die letzte ist {last}</translation>
    </message>
    <message>
        <source>command line</source>
        <translation>Befehlszeile</translation>
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
        <source>Unexpected error: {error}</source>
        <translation>Unerwarteter Fehler: {error}</translation>
    </message>
    <message>
        <source>This is a mistake in the program. The log has the details.</source>
        <translation>Das ist ein Fehler im Programm. Das Protokoll enthält die Einzelheiten.</translation>
    </message>
    <message>
        <source>This alarm is not there any more.</source>
        <translation>Diesen Alarm gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Look at the list again.</source>
        <translation>Die Liste noch einmal ansehen.</translation>
    </message>
    <message>
        <source>{who} has acknowledged this alarm.</source>
        <translation>{who} hat diesen Alarm quittiert.</translation>
    </message>
    <message>
        <source>It may have run out of memory: try with fewer pictures.</source>
        <translation>Vielleicht reichte der Speicher nicht: mit weniger Bildern versuchen.</translation>
    </message>
    <message>
        <source>The data folder {folder} cannot be written ({error}).</source>
        <translation>Der Datenordner {folder} ist nicht beschreibbar ({error}).</translation>
    </message>
    <message>
        <source>{count} verdicts were moved from the emergency journal into the database.</source>
        <translation>{count} Urteile wurden aus dem Notjournal in die Datenbank übernommen.</translation>
    </message>
    <message>
        <source>Slow the line down, or look at what slows the station.</source>
        <translation>Die Linie verlangsamen oder suchen, was die Station bremst.</translation>
    </message>
    <message>
        <source>The verdict could not be recorded: {error}</source>
        <translation>Das Urteil konnte nicht aufgezeichnet werden: {error}</translation>
    </message>
    <message>
        <source>Free disk space or end what locks the database, then acknowledge.</source>
        <translation>Platz auf der Platte schaffen oder beenden, was die Datenbank sperrt, dann quittieren.</translation>
    </message>
    <message>
        <source>The records did not take the verdict of a part before this one.</source>
        <translation>Die Aufzeichnungen haben das Urteil eines früheren Teils nicht angenommen.</translation>
    </message>
    <message>
        <source>There is no reason.</source>
        <translation>Ein Grund fehlt.</translation>
    </message>
    <message>
        <source>Say why, in a few words: it is kept in the records.</source>
        <translation>In wenigen Worten sagen, warum: es bleibt in den Aufzeichnungen.</translation>
    </message>
    <message>
        <source>Under the live view only exposure and gain can be changed.</source>
        <translation>Beim Live-Bild sind nur Belichtung und Verstärkung änderbar.</translation>
    </message>
    <message>
        <source>End the live view, then change the rest.</source>
        <translation>Das Live-Bild beenden, dann den Rest ändern.</translation>
    </message>
    <message>
        <source>End the live view first.</source>
        <translation>Zuerst das Live-Bild beenden.</translation>
    </message>
    <message>
        <source>Camera {camera} cannot be changed while it takes pictures.</source>
        <translation>Kamera {camera} ist nicht änderbar, solange sie Bilder aufnimmt.</translation>
    </message>
    <message>
        <source>The camera cannot be changed while the line runs: its recipe was taught on pictures taken so.</source>
        <translation>Die Kamera ist nicht änderbar, solange die Linie läuft: das Rezept ist auf solche Bilder angelernt.</translation>
    </message>
    <message>
        <source>The camera cannot be changed while the line runs.</source>
        <translation>Die Kamera ist nicht änderbar, solange die Linie läuft.</translation>
    </message>
    <message>
        <source>Stop the line first.</source>
        <translation>Zuerst die Linie anhalten.</translation>
    </message>
    <message>
        <source>The camera was in use at this moment.</source>
        <translation>Die Kamera war gerade belegt.</translation>
    </message>
    <message>
        <source>Read again.</source>
        <translation>Noch einmal lesen.</translation>
    </message>
    <message>
        <source>The camera is in use by {user}.</source>
        <translation>Die Kamera ist belegt: {user}.</translation>
    </message>
    <message>
        <source>A picture from the line is taken as good, or as a defect of some kind.</source>
        <translation>Ein Bild der Linie wird als gut aufgenommen oder als Defekt einer Art.</translation>
    </message>
    <message>
        <source>The picture of this part is not stored (any more).</source>
        <translation>Das Bild dieses Teils ist nicht (mehr) gespeichert.</translation>
    </message>
    <message>
        <source>Dismiss the feedback.</source>
        <translation>Die Rückmeldung verwerfen.</translation>
    </message>
    <message>
        <source>{picture} is not the picture that was judged: its hash differs.</source>
        <translation>{picture} ist nicht das beurteilte Bild: seine Prüfsumme weicht ab.</translation>
    </message>
    <message>
        <source>This feedback is not open (any more).</source>
        <translation>Diese Rückmeldung ist nicht (mehr) offen.</translation>
    </message>
    <message>
        <source>Read the list again.</source>
        <translation>Die Liste neu lesen.</translation>
    </message>
    <message>
        <source>Read the data set again.</source>
        <translation>Den Datensatz neu lesen.</translation>
    </message>
    <message>
        <source>{path}: cannot be read ({error}).</source>
        <translation>{path}: ist nicht lesbar ({error}).</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is no picture to take: the camera is not open.</source>
        <translation>Kein Bild aufzunehmen: die Kamera ist nicht offen.</translation>
    </message>
    <message>
        <source>Start the live view first.</source>
        <translation>Zuerst das Live-Bild starten.</translation>
    </message>
    <message>
        <source>Each picture can only be taken where a trigger asks for it.</source>
        <translation>Je Auslösung ein Bild geht nur, wo eine Auslösung danach fragt.</translation>
    </message>
    <message>
        <source>Choose the trigger of the line, or give a number of pictures or a time between them.</source>
        <translation>Die Auslösung der Linie wählen, oder eine Zahl von Bildern oder einen Abstand angeben.</translation>
    </message>
    <message>
        <source>Pictures are still being taken or stored.</source>
        <translation>Es werden noch Bilder aufgenommen oder gespeichert.</translation>
    </message>
    <message>
        <source>Wait for them, or press Stop.</source>
        <translation>Abwarten oder Stopp drücken.</translation>
    </message>
    <message>
        <source>The recipe cannot be changed now: {why}</source>
        <translation>Das Rezept ist jetzt nicht wechselbar: {why}</translation>
    </message>
    <message>
        <source>End that first.</source>
        <translation>Das zuerst beenden.</translation>
    </message>
    <message>
        <source>Recipe {name} is not released: it never was in force.</source>
        <translation>Rezept {name} ist nicht freigegeben: es war nie in Kraft.</translation>
    </message>
    <message>
        <source>Recipe {name} version {version} runs already.</source>
        <translation>Rezept {name} Version {version} läuft schon.</translation>
    </message>
    <message>
        <source>There is no good picture in the data set {name}.</source>
        <translation>Im Datensatz {name} ist kein gutes Bild.</translation>
    </message>
    <message>
        <source>Label some pictures good first.</source>
        <translation>Zuerst Bilder als gut kennzeichnen.</translation>
    </message>
    <message>
        <source>Wait for it, or cancel it.</source>
        <translation>Abwarten oder abbrechen.</translation>
    </message>
    <message>
        <source>The region of {name} was changed since its model was taught.</source>
        <translation>Der Bereich von {name} wurde seit dem Anlernen geändert.</translation>
    </message>
    <message>
        <source>Teach from zero: a model is extended only with pictures of which the same counts.</source>
        <translation>Von null anlernen: ein Modell lernt nur Bilder dazu, von denen dasselbe zählt.</translation>
    </message>
    <message>
        <source>There is no model of {name} to extend.</source>
        <translation>Von {name} gibt es kein Modell zum Erweitern.</translation>
    </message>
    <message>
        <source>Teach one from zero.</source>
        <translation>Eines von null anlernen.</translation>
    </message>
    <message>
        <source>A comparison is running already.</source>
        <translation>Ein Vergleich läuft schon.</translation>
    </message>
    <message>
        <source>Version {version} of {name} cannot be compared with itself.</source>
        <translation>Version {version} von {name} ist nicht mit sich selbst vergleichbar.</translation>
    </message>
    <message>
        <source>Name another version.</source>
        <translation>Eine andere Version nennen.</translation>
    </message>
    <message>
        <source>There is no picture to compare versions {old} and {new} of {name} on.</source>
        <translation>Es gibt kein Bild, um Version {old} und {new} von {name} zu vergleichen.</translation>
    </message>
    <message>
        <source>Label pictures that neither was taught from, or let the line inspect some parts.</source>
        <translation>Bilder kennzeichnen, aus denen keine gelernt hat, oder die Linie Teile prüfen lassen.</translation>
    </message>
    <message>
        <source>Recipe {name} has no other version to compare version {version} with.</source>
        <translation>Rezept {name} hat keine andere Version, um Version {version} damit zu vergleichen.</translation>
    </message>
    <message>
        <source>Teach or tune it first.</source>
        <translation>Zuerst anlernen oder einstellen.</translation>
    </message>
    <message>
        <source>A data set holds pictures of one kind: put these into another one, or label the odd ones as ignored.</source>
        <translation>Ein Datensatz enthält Bilder einer Art: diese in einen anderen legen oder die abweichenden ignorieren.</translation>
    </message>
    <message>
        <source>The output does not answer; a pulse that it began is ended when it does.</source>
        <translation>Der Ausgang antwortet nicht; ein begonnener Impuls endet, sobald er es tut.</translation>
    </message>
    <message>
        <source>The output failed: {error}</source>
        <translation>Der Ausgang ist gescheitert: {error}</translation>
    </message>
    <message>
        <source>There are no pictures to examine recipe {name} on.</source>
        <translation>Es gibt keine Bilder, um Rezept {name} zu untersuchen.</translation>
    </message>
    <message>
        <source>Label pictures of its data set.</source>
        <translation>Bilder seines Datensatzes kennzeichnen.</translation>
    </message>
    <message>
        <source>The reference parts have to be checked: the station was started.</source>
        <translation>Die Referenzteile sind zu prüfen: die Station wurde gestartet.</translation>
    </message>
    <message>
        <source>The reference parts have to be checked: recipe {name} version {version} is new here.</source>
        <translation>Die Referenzteile sind zu prüfen: Rezept {name} Version {version} ist hier neu.</translation>
    </message>
    <message>
        <source>The reference parts have to be checked every {hours} hours.</source>
        <translation>Die Referenzteile sind alle {hours} Stunden zu prüfen.</translation>
    </message>
    <message>
        <source>The reference parts can be checked only while the station runs.</source>
        <translation>Die Referenzteile sind nur prüfbar, solange die Station läuft.</translation>
    </message>
    <message>
        <source>Recipe {name} has no reference parts.</source>
        <translation>Rezept {name} hat keine Referenzteile.</translation>
    </message>
    <message>
        <source>An engineer makes an inspected part one, or overrides.</source>
        <translation>Ein Ingenieur macht ein geprüftes Teil dazu oder lässt ohne Prüfung laufen.</translation>
    </message>
    <message>
        <source>Not every reference part was presented.</source>
        <translation>Nicht jedes Referenzteil wurde vorgelegt.</translation>
    </message>
    <message>
        <source>Present the part that is asked for.</source>
        <translation>Das verlangte Teil vorlegen.</translation>
    </message>
    <message>
        <source>No check of the reference parts is under way.</source>
        <translation>Keine Prüfung der Referenzteile läuft.</translation>
    </message>
    <message>
        <source>A check of the reference parts is under way.</source>
        <translation>Eine Prüfung der Referenzteile läuft.</translation>
    </message>
    <message>
        <source>A check of the reference parts is under way already.</source>
        <translation>Eine Prüfung der Referenzteile läuft schon.</translation>
    </message>
    <message>
        <source>Letting the line run without a passed check needs a reason.</source>
        <translation>Die Linie ohne bestandene Prüfung laufen zu lassen, braucht einen Grund.</translation>
    </message>
    <message>
        <source>The station does not run.</source>
        <translation>Die Station läuft nicht.</translation>
    </message>
    <message>
        <source>End it first.</source>
        <translation>Zuerst beenden.</translation>
    </message>
    <message>
        <source>No check of the reference parts is due.</source>
        <translation>Keine Prüfung der Referenzteile ist fällig.</translation>
    </message>
    <message>
        <source>A reference part needs a name.</source>
        <translation>Ein Referenzteil braucht einen Namen.</translation>
    </message>
    <message>
        <source>Write on the part what you type here.</source>
        <translation>Was hier steht, auch auf das Teil schreiben.</translation>
    </message>
    <message>
        <source>ERROR cannot be expected of a reference part.</source>
        <translation>FEHLER kann von einem Referenzteil nicht erwartet werden.</translation>
    </message>
    <message>
        <source>The lowest score that is expected is above the highest.</source>
        <translation>Der niedrigste erwartete Wert liegt über dem höchsten.</translation>
    </message>
    <message>
        <source>This part was not scored.</source>
        <translation>Dieses Teil wurde nicht bewertet.</translation>
    </message>
    <message>
        <source>Take another inspection of it.</source>
        <translation>Eine andere Prüfung davon nehmen.</translation>
    </message>
    <message>
        <source>Begin one.</source>
        <translation>Eine beginnen.</translation>
    </message>
    <message>
        <source>The picture of this part is on its way.</source>
        <translation>Das Bild dieses Teils ist unterwegs.</translation>
    </message>
    <message>
        <source>it was inspected with another recipe version</source>
        <translation>es wurde mit einer anderen Rezeptversion geprüft</translation>
    </message>
    <message>
        <source>the verdict was {verdict}, not {expected}</source>
        <translation>das Urteil war {verdict}, nicht {expected}</translation>
    </message>
    <message>
        <source>it was not scored</source>
        <translation>es wurde nicht bewertet</translation>
    </message>
    <message>
        <source>the score {score} is below {limit}</source>
        <translation>der Wert {score} liegt unter {limit}</translation>
    </message>
    <message>
        <source>the score {score} is above {limit}</source>
        <translation>der Wert {score} liegt über {limit}</translation>
    </message>
    <message>
        <source>Parts are judged, but no OK leaves until the reference parts were checked.</source>
        <translation>Teile werden beurteilt, aber kein OK geht hinaus, bis die Referenzteile geprüft sind.</translation>
    </message>
    <message>
        <source>Check the reference parts.</source>
        <translation>Die Referenzteile prüfen.</translation>
    </message>
    <message>
        <source>Free disk space or shorten retention, then acknowledge.</source>
        <translation>Platz auf der Platte schaffen oder Bilder kürzer behalten, dann quittieren.</translation>
    </message>
    <message>
        <source>Acknowledge; if it repeats, keep the program&apos;s log and ask for help.</source>
        <translation>Quittieren; falls es wiederkommt, das Protokoll des Programms sichern und Hilfe holen.</translation>
    </message>
    <message>
        <source>Acknowledge; the program&apos;s log holds the event.</source>
        <translation>Quittieren; das Protokoll des Programms enthält das Ereignis.</translation>
    </message>
    <message>
        <source>The health check failed: {error}</source>
        <translation>Die Selbstüberwachung ist gescheitert: {error}</translation>
    </message>
    <message>
        <source>An event could not be stored: {error}</source>
        <translation>Ein Ereignis konnte nicht gespeichert werden: {error}</translation>
    </message>
    <message>
        <source>Retention failed: {error}</source>
        <translation>Das Aufräumen ist gescheitert: {error}</translation>
    </message>
    <message>
        <source>There is no inspection {inspection}.</source>
        <translation>Eine Prüfung {inspection} gibt es nicht.</translation>
    </message>
    <message>
        <source>{path}: cannot be written ({error}).</source>
        <translation>{path}: ist nicht beschreibbar ({error}).</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>Die Platte prüfen.</translation>
    </message>
    <message>
        <source>{path}: the file is empty.</source>
        <translation>{path}: die Datei ist leer.</translation>
    </message>
    <message>
        <source>{path}: the picture is cut off.</source>
        <translation>{path}: das Bild ist abgeschnitten.</translation>
    </message>
    <message>
        <source>Copy it again from where it came from.</source>
        <translation>Vom Ursprung neu kopieren.</translation>
    </message>
    <message>
        <source>{path}: is not a picture that can be read.</source>
        <translation>{path}: ist kein lesbares Bild.</translation>
    </message>
    <message>
        <source>{folder}: holds no pictures.</source>
        <translation>{folder}: enthält keine Bilder.</translation>
    </message>
    <message>
        <source>{path}: the disk is full.</source>
        <translation>{path}: die Platte ist voll.</translation>
    </message>
    <message>
        <source>{path}: there is no such file.</source>
        <translation>{path}: diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Den Pfad prüfen.</translation>
    </message>
    <message>
        <source>{folder}: there is no such folder.</source>
        <translation>{folder}: diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>{path}: is a file, not a folder.</source>
        <translation>{path}: ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>Give the folder that holds the pictures.</source>
        <translation>Den Ordner mit den Bildern angeben.</translation>
    </message>
    <message>
        <source>Give this user the right to write in the data folder.</source>
        <translation>Diesem Benutzer das Schreibrecht im Datenordner geben.</translation>
    </message>
    <message>
        <source>Acknowledge to load the model anew; if it repeats, restart the program and look at the GPU.</source>
        <translation>Quittieren lädt das Modell neu; falls es wiederkommt, das Programm neu starten und die GPU ansehen.</translation>
    </message>
    <message>
        <source>The station is {state}; it takes no triggers.</source>
        <translation>Die Station ist {state}; sie nimmt keine Auslösung an.</translation>
    </message>
    <message>
        <source>Look at the disk and at the verdict output.</source>
        <translation>Die Platte und den Ausgang der Urteile ansehen.</translation>
    </message>
    <message>
        <source>The detector failed {count} times in a row: {detail}</source>
        <translation>Der Detektor ist {count}-mal in Folge gescheitert: {detail}</translation>
    </message>
    <message>
        <source>The detector cannot be loaded anew: {why}</source>
        <translation>Der Detektor lässt sich nicht neu laden: {why}</translation>
    </message>
    <message>
        <source>An inspection could not be finished: {error}</source>
        <translation>Eine Prüfung konnte nicht beendet werden: {error}</translation>
    </message>
    <message>
        <source>Stop and start the station; keep the program&apos;s log and ask for help.</source>
        <translation>Die Station anhalten und starten; das Protokoll des Programms sichern und Hilfe holen.</translation>
    </message>
    <message>
        <source>The camera is lost.</source>
        <translation>Die Kamera ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The station opens it again by itself.</source>
        <translation>Die Station öffnet sie von selbst wieder.</translation>
    </message>
    <message>
        <source>The disk is nearly full: {free} GB are free.</source>
        <translation>Die Platte ist fast voll: {free} GB sind frei.</translation>
    </message>
    <message>
        <source>Free disk space or shorten retention. With less than {least} MB the line stops.</source>
        <translation>Platz schaffen oder Bilder kürzer behalten. Mit weniger als {least} MB hält die Linie an.</translation>
    </message>
    <message>
        <source>Events were lost: the database did not take them in time.</source>
        <translation>Ereignisse gingen verloren: die Datenbank nahm sie nicht rechtzeitig an.</translation>
    </message>
    <message>
        <source>End what locks the database; the program&apos;s log has the events.</source>
        <translation>Beenden, was die Datenbank sperrt; das Protokoll des Programms enthält die Ereignisse.</translation>
    </message>
    <message>
        <source>The clock of the computer was put {way} by {seconds} s.</source>
        <translation>Die Uhr des Rechners wurde um {seconds} s {way} gestellt.</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>vor</translation>
    </message>
    <message>
        <source>back</source>
        <translation>zurück</translation>
    </message>
    <message>
        <source>Times in the records jump here; let the computer keep its time by NTP.</source>
        <translation>Zeiten in den Aufzeichnungen springen hier; den Rechner seine Zeit über NTP halten lassen.</translation>
    </message>
    <message>
        <source>There are no more pictures: the folder or file has come to its end.</source>
        <translation>Es gibt keine Bilder mehr: Ordner oder Datei sind zu Ende.</translation>
    </message>
    <message>
        <source>This picture is labelled {label}, and only defects have masks.</source>
        <translation>Dieses Bild ist als {label} gekennzeichnet, und nur Defekte haben Masken.</translation>
    </message>
    <message>
        <source>Label it as a defect too, or leave it unpainted.</source>
        <translation>Auch als Defekt kennzeichnen oder nicht bemalen.</translation>
    </message>
    <message>
        <source>There is no data set {name}.</source>
        <translation>Einen Datensatz {name} gibt es nicht.</translation>
    </message>
    <message>
        <source>This station has no verdict output.</source>
        <translation>Diese Station hat keinen Ausgang für Urteile.</translation>
    </message>
    <message>
        <source>Set output.kind in station.toml.</source>
        <translation>output.kind in station.toml setzen.</translation>
    </message>
    <message>
        <source>Outputs cannot be tried while the line runs.</source>
        <translation>Ausgänge lassen sich nicht erproben, solange die Linie läuft.</translation>
    </message>
    <message>
        <source>The output record is not open.</source>
        <translation>Die Aufzeichnung der Ausgänge ist nicht offen.</translation>
    </message>
    <message>
        <source>Start the station first.</source>
        <translation>Zuerst die Station starten.</translation>
    </message>
    <message>
        <source>There are no good pictures to learn from.</source>
        <translation>Es gibt keine guten Bilder zum Lernen.</translation>
    </message>
    <message>
        <source>A recipe is taught on pictures of one kind: take out the odd ones, or teach them as another recipe.</source>
        <translation>Ein Rezept wird auf Bilder einer Art angelernt: abweichende herausnehmen oder als anderes Rezept anlernen.</translation>
    </message>
    <message>
        <source>{name} cannot be the name of a recipe.</source>
        <translation>{name} kann kein Rezeptname sein.</translation>
    </message>
    <message>
        <source>Use 1 to 64 letters, digits, &apos;.&apos;, &apos;_&apos; or &apos;-&apos;, beginning with a letter or a digit.</source>
        <translation>1 bis 64 Buchstaben, Ziffern, &apos;.&apos;, &apos;_&apos; oder &apos;-&apos;, am Anfang ein Buchstabe oder eine Ziffer.</translation>
    </message>
    <message>
        <source>There is a recipe {name} already.</source>
        <translation>Ein Rezept {name} gibt es schon.</translation>
    </message>
    <message>
        <source>Give another name.</source>
        <translation>Einen anderen Namen angeben.</translation>
    </message>
    <message>
        <source>Free some space.</source>
        <translation>Platz schaffen.</translation>
    </message>
    <message>
        <source>{path}: is a zip file, but not a recipe that a station exported.</source>
        <translation>{path}: ist eine Zip-Datei, aber kein von einer Station exportiertes Rezept.</translation>
    </message>
    <message>
        <source>{path}: is not a whole recipe file ({error}).</source>
        <translation>{path}: ist keine vollständige Rezeptdatei ({error}).</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>Do not use it.</source>
        <translation>Nicht verwenden.</translation>
    </message>
    <message>
        <source>Draw it again on a picture of this recipe.</source>
        <translation>Auf einem Bild dieses Rezepts neu zeichnen.</translation>
    </message>
    <message>
        <source>Only {percent} % of the region to look at would count; all the rest is ignored.</source>
        <translation>Nur {percent} % des Bereichs würden zählen; der Rest wird ignoriert.</translation>
    </message>
    <message>
        <source>Look at the verdict output and its cable, then acknowledge.</source>
        <translation>Verdict-Ausgang und Kabel prüfen, dann quittieren.</translation>
    </message>
    <message>
        <source>Check the output and its cable, then close the program and open it again.</source>
        <translation>Ausgang und Kabel prüfen, dann das Programm schließen und neu öffnen.</translation>
    </message>
    <message>
        <source>Teach one on the page Teach, or put one in force on the page Recipes.</source>
        <translation>Auf der Seite Anlernen eines anlernen oder auf der Seite Rezepte eines in Kraft setzen.</translation>
    </message>
    <message>
        <source>There is none yet: teach one on the page Teach.</source>
        <translation>Es gibt noch keines: auf der Seite Anlernen eines anlernen.</translation>
    </message>
    <message>
        <source>{count} of {total} good would be rejected: {rate}</source>
        <translation>{count} von {total} guten wären Ausschuss: {rate}</translation>
    </message>
    <message>
        <source>{count} of {total} defect would pass: {rate}</source>
        <translation>{count} von {total} Defekt käme durch: {rate}</translation>
    </message>
    <message>
        <source>{count} of {total} defects would pass: {rate}</source>
        <translation>{count} von {total} Defekten kämen durch: {rate}</translation>
    </message>
    <message>
        <source>at most {bound} ({sure}) of good parts will be rejected, from {count} held-out good pictures</source>
        <translation>höchstens {bound} ({sure}) der guten Teile werden Ausschuss, aus {count} zurückgelegten guten Bildern</translation>
    </message>
    <message>
        <source>at most {bound} ({sure}) of good parts will be rejected, from 1 held-out good picture</source>
        <translation>höchstens {bound} ({sure}) der guten Teile werden Ausschuss, aus 1 zurückgelegten guten Bild</translation>
    </message>
    <message>
        <source>the {rate} asked for cannot be claimed below {count} pictures</source>
        <translation>die verlangten {rate} sind unter {count} Bildern nicht zu belegen</translation>
    </message>
    <message>
        <source>{share}, at most {bound} ({sure})</source>
        <translation>{share}, höchstens {bound} ({sure})</translation>
    </message>
    <message>
        <source>at most {bound} ({sure})</source>
        <translation>höchstens {bound} ({sure})</translation>
    </message>
    <message>
        <source>under {bound}</source>
        <translation>unter {bound}</translation>
    </message>
    <message>
        <source>chosen on one half of these parts and counted on the other, both ways: {count} of {total} good would be rejected, {rate}, and {escapes} of {defects} defects would pass, {worst}</source>
        <translation>auf einer Hälfte dieser Teile gewählt und auf der anderen gezählt, in beide Richtungen: {count} von {total} guten wären Ausschuss, {rate}, und {escapes} von {defects} Defekten kämen durch, {worst}</translation>
    </message>
    <message>
        <source>the lowest of the defects sets it, among the scores of good parts</source>
        <translation>der niedrigste Defekt bestimmt sie, mitten unter den Werten guter Teile</translation>
    </message>
    <message>
        <source>good_only at {rate} would let {count} of {total} pass</source>
        <translation>good_only mit {rate} ließe {count} von {total} durch</translation>
    </message>
    <message>
        <source>A model of {detector} cannot take in more pictures: it is taught from zero each time.</source>
        <translation>Ein Modell von {detector} lernt keine Bilder dazu: es wird jedes Mal von null angelernt.</translation>
    </message>
    <message>
        <source>At best, {count} of {good} good pictures held out can show false rejects of {rate}, and 1 defect can show escapes of {worst}.</source>
        <translation>Bestenfalls belegen {count} von {good} guten Bildern, zurückgelegt, einen Pseudo-Ausschuss von {rate}, und 1 Defekt einen Durchschlupf von {worst}.</translation>
    </message>
    <message>
        <source>At best, {count} of {good} good pictures held out can show false rejects of {rate}, and {defects} defects can show escapes of {worst}.</source>
        <translation>Bestenfalls belegen {count} von {good} guten Bildern, zurückgelegt, einen Pseudo-Ausschuss von {rate}, und {defects} Defekte einen Durchschlupf von {worst}.</translation>
    </message>
    <message>
        <source>At best, {count} of {good} good pictures held out can show false rejects of {rate}; without defects nothing is known of escapes.</source>
        <translation>Bestenfalls belegen {count} von {good} guten Bildern, zurückgelegt, einen Pseudo-Ausschuss von {rate}; ohne Defekte ist vom Durchschlupf nichts bekannt.</translation>
    </message>
    <message>
        <source>Stop and start the station, then acknowledge.</source>
        <translation>Die Station anhalten und starten, dann quittieren.</translation>
    </message>
    <message>
        <source>Another recipe is being taught already.</source>
        <translation>Ein anderes Rezept wird schon angelernt.</translation>
    </message>
    <message>
        <source>{name} is being taught already.</source>
        <translation>{name} wird schon angelernt.</translation>
    </message>
    <message>
        <source>Give it a folder that exists.</source>
        <translation>Bitte einen Ordner angeben, den es gibt.</translation>
    </message>
    <message>
        <source>Free some space, or keep fewer pictures.</source>
        <translation>Platz schaffen, oder weniger Bilder behalten.</translation>
    </message>
    <message>
        <source>Check the camera, stop and start the station, then acknowledge.</source>
        <translation>Die Kamera prüfen, die Station anhalten und starten, dann quittieren.</translation>
    </message>
    <message>
        <source>Ignore less.</source>
        <translation>Weniger ignorieren.</translation>
    </message>
    <message>
        <source>Draw the region of this data set again.</source>
        <translation>Den Bereich dieses Datensatzes neu zeichnen.</translation>
    </message>
    <message>
        <source>Its row with score, threshold and verdict stays as it was.</source>
        <translation>Seine Zeile mit Wert, Schwelle und Urteil bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>This inspection cannot be scored again: it was made without a model.</source>
        <translation>Diese Prüfung ist nicht neu zu bewerten: sie entstand ohne Modell.</translation>
    </message>
    <message>
        <source>Only inspections of a recipe can be scored again.</source>
        <translation>Nur Prüfungen eines Rezepts sind neu zu bewerten.</translation>
    </message>
    <message>
        <source>Take good pictures that the model was not taught from.</source>
        <translation>Gute Bilder nehmen, aus denen das Modell nicht gelernt hat.</translation>
    </message>
    <message>
        <source>Take good pictures that the model did not learn from, and label them.</source>
        <translation>Gute Bilder aufnehmen, aus denen das Modell nicht gelernt hat, und kennzeichnen.</translation>
    </message>
    <message>
        <source>{names}: cannot be changed at the station.</source>
        <translation>{names}: an der Station nicht änderbar.</translation>
    </message>
    <message>
        <source>Change it in station.toml.</source>
        <translation>In station.toml ändern.</translation>
    </message>
    <message>
        <source>There are no scored pictures.</source>
        <translation>Es gibt keine bewerteten Bilder.</translation>
    </message>
    <message>
        <source>Score at least one good picture.</source>
        <translation>Mindestens ein gutes Bild bewerten.</translation>
    </message>
    <message>
        <source>There are no new good pictures.</source>
        <translation>Es gibt keine neuen guten Bilder.</translation>
    </message>
    <message>
        <source>There is no new good picture that could be added to the model.</source>
        <translation>Es gibt kein neues gutes Bild für das Modell.</translation>
    </message>
    <message>
        <source>Label more pictures good, or teach anew from all of them.</source>
        <translation>Mehr Bilder als gut kennzeichnen oder aus allen neu anlernen.</translation>
    </message>
    <message>
        <source>A model of {detector} cannot take in more pictures.</source>
        <translation>Ein Modell von {detector} kann keine Bilder dazulernen.</translation>
    </message>
    <message>
        <source>Teach it anew from all of them.</source>
        <translation>Aus allen neu anlernen.</translation>
    </message>
    <message>
        <source>Take at least {count} good pictures.</source>
        <translation>Mindestens {count} gute Bilder aufnehmen.</translation>
    </message>
    <message>
        <source>A learning curve needs held-out good pictures and defects to try each model on.</source>
        <translation>Eine Lernkurve braucht zurückgelegte gute Bilder und Defekte, um jedes Modell zu erproben.</translation>
    </message>
    <message>
        <source>Label some defects first.</source>
        <translation>Zuerst Defekte kennzeichnen.</translation>
    </message>
    <message>
        <source>A threshold is changed for a reason.</source>
        <translation>Eine Schwelle ändert man aus einem Grund.</translation>
    </message>
    <message>
        <source>Say in a few words why.</source>
        <translation>In wenigen Worten sagen, warum.</translation>
    </message>
    <message>
        <source>The threshold is the one that the recipe has.</source>
        <translation>Die Schwelle ist die des Rezepts.</translation>
    </message>
    <message>
        <source>There is nothing to apply.</source>
        <translation>Es gibt nichts zu übernehmen.</translation>
    </message>
    <message>
        <source>Open the recipe again on this page and look at the scores of what is in force now.</source>
        <translation>Das Rezept auf dieser Seite neu öffnen und die Werte dessen ansehen, was jetzt in Kraft ist.</translation>
    </message>
    <message>
        <source>Go back to that whole version on the page Recipes, or choose a threshold here.</source>
        <translation>Auf der Seite Rezepte zu jener ganzen Version zurückkehren oder hier eine Schwelle wählen.</translation>
    </message>
    <message>
        <source>collecting the pictures</source>
        <translation>Bilder werden gesammelt</translation>
    </message>
    <message>
        <source>copying the pictures</source>
        <translation>Bilder werden kopiert</translation>
    </message>
    <message>
        <source>scoring the pictures</source>
        <translation>Bilder werden bewertet</translation>
    </message>
    <message>
        <source>scoring the held-out pictures</source>
        <translation>zurückgelegte Bilder werden bewertet</translation>
    </message>
    <message>
        <source>scoring held-out pictures</source>
        <translation>zurückgelegte Bilder werden bewertet</translation>
    </message>
    <message>
        <source>scoring the painted pictures</source>
        <translation>bemalte Bilder werden bewertet</translation>
    </message>
    <message>
        <source>measuring the heatmaps</source>
        <translation>Wärmekarten werden gemessen</translation>
    </message>
    <message>
        <source>comparing with the masks</source>
        <translation>Vergleich mit den Masken</translation>
    </message>
    <message>
        <source>looking for near-duplicates</source>
        <translation>fast gleiche Bilder werden gesucht</translation>
    </message>
    <message>
        <source>comparing each picture with the others</source>
        <translation>jedes Bild wird mit den anderen verglichen</translation>
    </message>
    <message>
        <source>reading the pictures</source>
        <translation>Bilder werden gelesen</translation>
    </message>
    <message>
        <source>reading the picture</source>
        <translation>Bild wird gelesen</translation>
    </message>
    <message>
        <source>recording the pictures</source>
        <translation>Bilder werden eingetragen</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>loading the model {name} version {version}</source>
        <translation>Modell {name} Version {version} wird geladen</translation>
    </message>
    <message>
        <source>loading the model that is extended</source>
        <translation>zu erweiterndes Modell wird geladen</translation>
    </message>
    <message>
        <source>checking the model</source>
        <translation>Modell wird geprüft</translation>
    </message>
    <message>
        <source>saving the model</source>
        <translation>Modell wird gespeichert</translation>
    </message>
    <message>
        <source>drawing the curves</source>
        <translation>Kurven werden gezeichnet</translation>
    </message>
    <message>
        <source>reading the rejected parts</source>
        <translation>Ausschussteile werden gelesen</translation>
    </message>
    <message>
        <source>writing, {count} inspections</source>
        <translation>schreibt, {count} Prüfungen</translation>
    </message>
    <message>
        <source>pictures, {number} of {count}</source>
        <translation>Bilder, {number} von {count}</translation>
    </message>
    <message>
        <source>counting</source>
        <translation>zählt</translation>
    </message>
    <message>
        <source>scoring</source>
        <translation>bewertet</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>audit trail</source>
        <translation>Änderungsprotokoll</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>display</source>
        <translation>Anzeige</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>packages</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>nearly the same as 1 other picture</source>
        <translation>fast gleich wie 1 anderes Bild</translation>
    </message>
    <message>
        <source>nearly the same as {count} other pictures</source>
        <translation>fast gleich wie {count} andere Bilder</translation>
    </message>
    <message>
        <source>scores {score} where the others score {middle} (robust z {z}); most unusual place: {place}</source>
        <translation>Wert {score}, die anderen {middle} (robustes z {z}); auffälligste Stelle: {place}</translation>
    </message>
    <message>
        <source>upper left</source>
        <translation>oben links</translation>
    </message>
    <message>
        <source>top</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>upper right</source>
        <translation>oben rechts</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>lower left</source>
        <translation>unten links</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>lower right</source>
        <translation>unten rechts</translation>
    </message>
    <message>
        <source>Parts came faster than they could be inspected: their verdict is ERROR.</source>
        <translation>Teile kamen schneller, als sie geprüft werden konnten: ihr Urteil ist FEHLER.</translation>
    </message>
    <message>
        <source>Slow the line down, or give line.queue_images more places.</source>
        <translation>Die Linie verlangsamen oder line.queue_images mehr Plätze geben.</translation>
    </message>
    <message>
        <source>Triggers came faster than the camera takes pictures: their verdict is ERROR.</source>
        <translation>Auslösungen kamen schneller, als die Kamera Bilder aufnimmt: ihr Urteil ist FEHLER.</translation>
    </message>
    <message>
        <source>Look at the trigger for double pulses.</source>
        <translation>Die Auslösung auf Doppelimpulse prüfen.</translation>
    </message>
    <message>
        <source>Pictures were asked for and did not arrive: their verdict is ERROR.</source>
        <translation>Verlangte Bilder kamen nicht an: ihr Urteil ist FEHLER.</translation>
    </message>
    <message>
        <source>Check the camera, its cable and the trigger.</source>
        <translation>Kamera, Kabel und Auslösung prüfen.</translation>
    </message>
    <message>
        <source>Pictures could not be stored; the verdicts are recorded without them.</source>
        <translation>Bilder konnten nicht gespeichert werden; die Urteile sind ohne sie aufgezeichnet.</translation>
    </message>
    <message>
        <source>Check the disk; the events say what failed.</source>
        <translation>Die Platte prüfen; die Ereignisse sagen, was gescheitert ist.</translation>
    </message>
    <message>
        <source>Look at the parts, the light and the lens; acknowledge to go on.</source>
        <translation>Teile, Licht und Objektiv ansehen; quittieren, um fortzufahren.</translation>
    </message>
    <message>
        <source>{count} verdicts in a row came too late for their parts.</source>
        <translation>{count} Urteile in Folge kamen zu spät für ihre Teile.</translation>
    </message>
    <message>
        <source>{count} parts in a row were not OK.</source>
        <translation>{count} Teile in Folge waren nicht OK.</translation>
    </message>
    <message>
        <source>The thread that stores pictures has ended unexpectedly.</source>
        <translation>Der Thread, der Bilder speichert, ist unerwartet zu Ende.</translation>
    </message>
    <message>
        <source>Pictures come faster than the disk takes them: some are not stored.</source>
        <translation>Bilder kommen schneller, als die Platte sie nimmt: einige werden nicht gespeichert.</translation>
    </message>
    <message>
        <source>Look at the pictures; acknowledge to go on, or put an earlier version in force on the page Recipes.</source>
        <translation>Die Bilder ansehen; quittieren, um weiterzumachen, oder auf der Seite Rezepte eine frühere Version in Kraft setzen.</translation>
    </message>
    <message>
        <source>The page History shows them all.</source>
        <translation>Die Seite Verlauf zeigt alle.</translation>
    </message>
    <message>
        <source>The page People shows the accounts.</source>
        <translation>Die Seite Personen zeigt die Konten.</translation>
    </message>
    <message>
        <source>The next training or start of the program removes what is half-made.</source>
        <translation>Das nächste Anlernen oder der nächste Start des Programms entfernt Halbfertiges.</translation>
    </message>
    <message>
        <source>Free disk space or repair the disk, then acknowledge. Do not switch the station off before.</source>
        <translation>Platz schaffen oder die Platte reparieren, dann quittieren. Die Station vorher nicht ausschalten.</translation>
    </message>
    <message>
        <source>The recipe has no image gate: any picture is scored.</source>
        <translation>Das Rezept hat keine Bildprüfung: jedes Bild wird bewertet.</translation>
    </message>
    <message>
        <source>The reference parts were never checked with this recipe.</source>
        <translation>Die Referenzteile wurden mit diesem Rezept noch nie geprüft.</translation>
    </message>
    <message>
        <source>{path}: the model learned from it.</source>
        <translation>{path}: daraus hat das Modell gelernt.</translation>
    </message>
    <message>
        <source>chosen on these very parts, so the figures flatter: check it on parts that were not used</source>
        <translation>an eben diesen Teilen gewählt, daher geschönt: an nicht verwendeten Teilen prüfen</translation>
    </message>
    <message>
        <source>{good} good and {defects} defect would go to review</source>
        <translation>{good} gute und {defects} Defekt gingen zur Nachprüfung</translation>
    </message>
    <message>
        <source>{good} good and {defects} defects would go to review</source>
        <translation>{good} gute und {defects} Defekte gingen zur Nachprüfung</translation>
    </message>
    <message>
        <source>false reject rate unknown: no good part was scored</source>
        <translation>Pseudo-Ausschuss unbekannt: kein gutes Teil wurde bewertet</translation>
    </message>
    <message>
        <source>escape rate unknown: no defect part was scored</source>
        <translation>Durchschlupf unbekannt: kein defektes Teil wurde bewertet</translation>
    </message>
    <message>
        <source>The robot had read the OK of request {request} before it could be taken back.</source>
        <translation>Der Roboter hatte das OK zur Anfrage {request} gelesen, bevor es zurückgenommen werden konnte.</translation>
    </message>
    <message>
        <source>The robot may have read the OK of request {request} before it was taken back.</source>
        <translation>Der Roboter hat das OK zur Anfrage {request} vielleicht gelesen, bevor es zurückgenommen wurde.</translation>
    </message>
    <message>
        <source>There is no link to the robot.</source>
        <translation>Es gibt keine Verbindung zum Roboter.</translation>
    </message>
    <message>
        <source>The package ur-rtde is not installed: no robot can be spoken to.</source>
        <translation>Das Paket ur-rtde ist nicht installiert: mit keinem Roboter kann gesprochen werden.</translation>
    </message>
    <message>
        <source>Install the extra robot: pip install inspection-station[robot]</source>
        <translation>Den Zusatz robot installieren: pip install inspection-station[robot]</translation>
    </message>
    <message>
        <source>The robot does not answer.</source>
        <translation>Der Roboter antwortet nicht.</translation>
    </message>
    <message>
        <source>Check that the controller is on, its network cable, and robot.host in station.toml.</source>
        <translation>Prüfen, ob die Steuerung eingeschaltet ist, ihr Netzwerkkabel und robot.host in station.toml.</translation>
    </message>
    <message>
        <source>What answers at the robot&apos;s address is not a UR controller.</source>
        <translation>Was unter der Adresse des Roboters antwortet, ist keine UR-Steuerung.</translation>
    </message>
    <message>
        <source>Check robot.host in station.toml.</source>
        <translation>robot.host in station.toml prüfen.</translation>
    </message>
    <message>
        <source>The robot&apos;s controller is of another generation: it lacks the protocol or registers needed.</source>
        <translation>Die Steuerung des Roboters ist von einer anderen Generation: Sie kennt das Protokoll oder die Register nicht, die gebraucht werden.</translation>
    </message>
    <message>
        <source>Use a CB3 with PolyScope 3.9 or newer, or an e-Series with 5.3 or newer.</source>
        <translation>Eine CB3 mit PolyScope ab 3.9 oder eine e-Series ab 5.3 verwenden.</translation>
    </message>
    <message>
        <source>Somebody else writes the robot&apos;s registers.</source>
        <translation>Jemand anderes schreibt die Register des Roboters.</translation>
    </message>
    <message>
        <source>End the other program or station; switch off EtherNet/IP, PROFINET and Modbus units on the robot.</source>
        <translation>Das andere Programm oder die andere Station beenden; EtherNet/IP, PROFINET und Modbus-Einheiten am Roboter ausschalten.</translation>
    </message>
    <message>
        <source>The robot is connected but sends nothing.</source>
        <translation>Der Roboter ist verbunden, sendet aber nichts.</translation>
    </message>
    <message>
        <source>Look at the teach pendant; restart the controller.</source>
        <translation>Auf das Handbediengerät sehen; die Steuerung neu starten.</translation>
    </message>
    <message>
        <source>The robot is starting.</source>
        <translation>Der Roboter startet.</translation>
    </message>
    <message>
        <source>Wait until the teach pendant shows that it is ready.</source>
        <translation>Warten, bis das Handbediengerät zeigt, dass er bereit ist.</translation>
    </message>
    <message>
        <source>The arm is switched off.</source>
        <translation>Der Arm ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>Switch it on and release the brakes at the teach pendant.</source>
        <translation>Am Handbediengerät einschalten und die Bremsen lösen.</translation>
    </message>
    <message>
        <source>Protective stop: the robot touched something.</source>
        <translation>Schutzstopp: Der Roboter hat etwas berührt.</translation>
    </message>
    <message>
        <source>Look at the cell, then unlock the stop at the teach pendant.</source>
        <translation>In die Zelle sehen, dann den Stopp am Handbediengerät entriegeln.</translation>
    </message>
    <message>
        <source>Emergency stop.</source>
        <translation>Not-Halt.</translation>
    </message>
    <message>
        <source>Look at the cell, release the button, then start the program at the teach pendant.</source>
        <translation>In die Zelle sehen, den Taster lösen, dann das Programm am Handbediengerät starten.</translation>
    </message>
    <message>
        <source>The robot&apos;s safety system reports a fault.</source>
        <translation>Das Sicherheitssystem des Roboters meldet einen Fehler.</translation>
    </message>
    <message>
        <source>Read the message on the teach pendant.</source>
        <translation>Die Meldung am Handbediengerät lesen.</translation>
    </message>
    <message>
        <source>The robot&apos;s program does not run.</source>
        <translation>Das Programm des Roboters läuft nicht.</translation>
    </message>
    <message>
        <source>Start the inspection program at the teach pendant.</source>
        <translation>Das Prüfprogramm am Handbediengerät starten.</translation>
    </message>
    <message>
        <source>The robot&apos;s program is paused.</source>
        <translation>Das Programm des Roboters ist angehalten.</translation>
    </message>
    <message>
        <source>Let it go on at the teach pendant.</source>
        <translation>Am Handbediengerät weiterlaufen lassen.</translation>
    </message>
    <message>
        <source>Another program runs on the robot, or an inspection program of another register map or mode.</source>
        <translation>Auf dem Roboter läuft ein anderes Programm oder ein Prüfprogramm mit anderem Registerplan oder Modus.</translation>
    </message>
    <message>
        <source>Load the shipped inspection program; its version must be that of this station.</source>
        <translation>Das mitgelieferte Prüfprogramm laden; seine Version muss die dieser Station sein.</translation>
    </message>
    <message>
        <source>The robot&apos;s inspection program runs.</source>
        <translation>Das Prüfprogramm des Roboters läuft.</translation>
    </message>
    <message>
        <source>The robot cannot be sent to pose {index}: {why}.</source>
        <translation>Der Roboter kann nicht zu Pose {index} geschickt werden: {why}.</translation>
    </message>
    <message>
        <source>Set robot.mode = &quot;station_leads&quot;, or use the poses of the program at the teach pendant.</source>
        <translation>robot.mode = &quot;station_leads&quot; setzen oder die Posen des Programms am Handbediengerät verwenden.</translation>
    </message>
    <message>
        <source>Look at the robot; if it is on its way, give robot.pose_ms more time.</source>
        <translation>Nach dem Roboter sehen; ist er unterwegs, robot.pose_ms mehr Zeit geben.</translation>
    </message>
    <message>
        <source>Pose {pose} was not reached within {time} s.</source>
        <translation>Pose {pose} wurde nicht innerhalb von {time} s erreicht.</translation>
    </message>
    <message>
        <source>Pose {pose} did not come to rest within {time} s.</source>
        <translation>Der Arm kam an Pose {pose} nicht innerhalb von {time} s zur Ruhe.</translation>
    </message>
    <message>
        <source>Pose {pose} is not waited for any more.</source>
        <translation>Auf Pose {pose} wird nicht mehr gewartet.</translation>
    </message>
    <message>
        <source>{said} {count} inspections wait in the records.</source>
        <translation>{said} {count} Prüfungen warten in den Aufzeichnungen.</translation>
    </message>
    <message>
        <source>Connected to the MQTT broker {where}.</source>
        <translation>Mit dem MQTT-Broker {where} verbunden.</translation>
    </message>
    <message>
        <source>Connecting to the MQTT broker {where}.</source>
        <translation>Verbindung zum MQTT-Broker {where} wird aufgebaut.</translation>
    </message>
    <message>
        <source>Results are not published: {why}</source>
        <translation>Ergebnisse werden nicht veröffentlicht: {why}</translation>
    </message>
    <message>
        <source>The MQTT broker {where} is connected again.</source>
        <translation>Der MQTT-Broker {where} ist wieder verbunden.</translation>
    </message>
    <message>
        <source>There is no connection to the MQTT broker {where} ({why}).</source>
        <translation>Es gibt keine Verbindung zum MQTT-Broker {where} ({why}).</translation>
    </message>
    <message>
        <source>Start the broker, or correct mqtt.host and mqtt.port.</source>
        <translation>Starten Sie den Broker, oder berichtigen Sie mqtt.host und mqtt.port.</translation>
    </message>
    <message>
        <source>The connection to the MQTT broker {where} was lost.</source>
        <translation>Die Verbindung zum MQTT-Broker {where} ging verloren.</translation>
    </message>
    <message>
        <source>It is made again by itself. If this repeats, another program may use the client id {name} too: give each station a mqtt.client_id of its own.</source>
        <translation>Sie wird von selbst neu aufgebaut. Wiederholt sich das, benutzt vielleicht noch ein Programm die Client-ID {name}: Geben Sie jeder Station eine eigene mqtt.client_id.</translation>
    </message>
    <message>
        <source>The MQTT broker {where} ended the connection: {why}.</source>
        <translation>Der MQTT-Broker {where} hat die Verbindung beendet: {why}.</translation>
    </message>
    <message>
        <source>The MQTT broker {where} did not take a message on {topic}: {why}.</source>
        <translation>Der MQTT-Broker {where} hat eine Nachricht auf {topic} nicht angenommen: {why}.</translation>
    </message>
    <message>
        <source>Let the broker&apos;s administrator allow this user to publish there; the message is sent again.</source>
        <translation>Lassen Sie diesem Benutzer vom Administrator des Brokers erlauben, dort zu veröffentlichen; die Nachricht wird erneut gesendet.</translation>
    </message>
    <message>
        <source>The MQTT broker {where} has not acknowledged a message for {time} s.</source>
        <translation>Der MQTT-Broker {where} hat eine Nachricht seit {time} s nicht bestätigt.</translation>
    </message>
    <message>
        <source>Look at the broker&apos;s log; the messages are sent again.</source>
        <translation>Sehen Sie im Protokoll des Brokers nach; die Nachrichten werden erneut gesendet.</translation>
    </message>
    <message>
        <source>Look at the broker&apos;s log.</source>
        <translation>Sehen Sie im Protokoll des Brokers nach.</translation>
    </message>
    <message>
        <source>The MQTT broker {where} refuses the station as user {name}: {why}.</source>
        <translation>Der MQTT-Broker {where} lehnt die Station als Benutzer {name} ab: {why}.</translation>
    </message>
    <message>
        <source>The MQTT broker {where} refuses the station without a user name: {why}.</source>
        <translation>Der MQTT-Broker {where} lehnt die Station ohne Benutzernamen ab: {why}.</translation>
    </message>
    <message>
        <source>The MQTT broker {where} refuses the station: {why}.</source>
        <translation>Der MQTT-Broker {where} lehnt die Station ab: {why}.</translation>
    </message>
    <message>
        <source>Correct mqtt.user and the password (mqtt.password_file or STATION_MQTT_PASSWORD).</source>
        <translation>Berichtigen Sie mqtt.user und das Passwort (mqtt.password_file oder STATION_MQTT_PASSWORD).</translation>
    </message>
    <message>
        <source>What listens at {where} does not answer as an MQTT broker does.</source>
        <translation>Was auf {where} lauscht, antwortet nicht wie ein MQTT-Broker.</translation>
    </message>
    <message>
        <source>Check mqtt.host, mqtt.port, mqtt.tls and mqtt.protocol.</source>
        <translation>Prüfen Sie mqtt.host, mqtt.port, mqtt.tls und mqtt.protocol.</translation>
    </message>
    <message>
        <source>The certificate of the MQTT broker {where} cannot be verified ({why}).</source>
        <translation>Das Zertifikat des MQTT-Brokers {where} lässt sich nicht prüfen ({why}).</translation>
    </message>
    <message>
        <source>Give the certificate of the authority that signed it in mqtt.ca_file, and the name that it was made out to in mqtt.host.</source>
        <translation>Geben Sie das Zertifikat der ausstellenden Stelle in mqtt.ca_file an und in mqtt.host den Namen, auf den es lautet.</translation>
    </message>
    <message>
        <source>The password file of the MQTT broker, {path}, cannot be read ({why}).</source>
        <translation>Die Passwortdatei des MQTT-Brokers, {path}, kann nicht gelesen werden ({why}).</translation>
    </message>
    <message>
        <source>The password file of the MQTT broker, {path}, is empty.</source>
        <translation>Die Passwortdatei des MQTT-Brokers, {path}, ist leer.</translation>
    </message>
    <message>
        <source>The agreement study {name} is under way.</source>
        <translation>Die Übereinstimmungsstudie {name} läuft.</translation>
    </message>
    <message>
        <source>Parts are judged, but no OK leaves until the study is paused or ended.</source>
        <translation>Teile werden beurteilt, aber kein OK geht hinaus, bis die Studie unterbrochen oder beendet ist.</translation>
    </message>
    <message>
        <source>The agreement study {name} was {outcome}.</source>
        <translation>Die Übereinstimmungsstudie {name} ist {outcome}.</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>Make a new one to go on.</source>
        <translation>Um weiterzumachen, eine neue anlegen.</translation>
    </message>
    <message>
        <source>No recipe is in force to be studied.</source>
        <translation>Kein Rezept ist in Kraft, das untersucht werden könnte.</translation>
    </message>
    <message>
        <source>Teach one and put it in force.</source>
        <translation>Eines einlernen und in Kraft setzen.</translation>
    </message>
    <message>
        <source>Every part of the study was read.</source>
        <translation>Jedes Teil der Studie wurde bewertet.</translation>
    </message>
    <message>
        <source>Finish it.</source>
        <translation>Sie beenden.</translation>
    </message>
    <message>
        <source>Setting a reading aside needs a reason.</source>
        <translation>Eine Bewertung auszuklammern braucht einen Grund.</translation>
    </message>
    <message>
        <source>Say what was wrong with the presentation.</source>
        <translation>Sagen, was beim Vorlegen falsch war.</translation>
    </message>
    <message>
        <source>Nothing was read yet.</source>
        <translation>Es wurde noch nichts bewertet.</translation>
    </message>
    <message>
        <source>{count} presentations of the study are missing.</source>
        <translation>Von der Studie fehlen noch {count} Vorlagen.</translation>
    </message>
    <message>
        <source>Present the part that is asked for, or cancel the study.</source>
        <translation>Das verlangte Teil vorlegen oder die Studie abbrechen.</translation>
    </message>
    <message>
        <source>Cancelling a study needs a reason.</source>
        <translation>Eine Studie abzubrechen braucht einen Grund.</translation>
    </message>
    <message>
        <source>No agreement study is under way.</source>
        <translation>Es läuft keine Übereinstimmungsstudie.</translation>
    </message>
    <message>
        <source>The line does not run.</source>
        <translation>Die Linie läuft nicht.</translation>
    </message>
    <message>
        <source>The agreement study {name} is of recipe {recipe} version {version}; {other} version {newer} is in force.</source>
        <translation>Die Übereinstimmungsstudie {name} gehört zu Rezept {recipe} Version {version}; in Kraft ist {other} Version {newer}.</translation>
    </message>
    <message>
        <source>The line has to run without a fault, with the recipe version of the study.</source>
        <translation>Die Linie muss ohne Störung laufen, mit der Rezeptversion der Studie.</translation>
    </message>
    <message>
        <source>The last picture is no reading: it was not recorded, or the line was stopped.</source>
        <translation>Das letzte Bild ist keine Bewertung: es wurde nicht aufgezeichnet, oder die Linie wurde angehalten.</translation>
    </message>
    <message>
        <source>The last picture is no reading: another recipe version inspected it.</source>
        <translation>Das letzte Bild ist keine Bewertung: eine andere Rezeptversion hat es beurteilt.</translation>
    </message>
    <message>
        <source>The last picture is no reading: {problem}</source>
        <translation>Das letzte Bild ist keine Bewertung: {problem}</translation>
    </message>
    <message>
        <source>A study needs a name.</source>
        <translation>Eine Studie braucht einen Namen.</translation>
    </message>
    <message>
        <source>Give it one of at most {most} characters.</source>
        <translation>Ihr einen von höchstens {most} Zeichen geben.</translation>
    </message>
    <message>
        <source>There is a study {name} already.</source>
        <translation>Es gibt schon eine Studie {name}.</translation>
    </message>
    <message>
        <source>Give this one another name.</source>
        <translation>Dieser einen anderen Namen geben.</translation>
    </message>
    <message>
        <source>There is no study {name}.</source>
        <translation>Es gibt keine Studie {name}.</translation>
    </message>
    <message>
        <source>A study has 2 to {most} parts, not {count}.</source>
        <translation>Eine Studie hat 2 bis {most} Teile, nicht {count}.</translation>
    </message>
    <message>
        <source>20 to 80 are usual.</source>
        <translation>20 bis 80 sind üblich.</translation>
    </message>
    <message>
        <source>A part of the study has no name.</source>
        <translation>Ein Teil der Studie hat keinen Namen.</translation>
    </message>
    <message>
        <source>Part {name} is in the study twice.</source>
        <translation>Teil {name} ist zweimal in der Studie.</translation>
    </message>
    <message>
        <source>Give every part a name of its own.</source>
        <translation>Jedem Teil einen eigenen Namen geben.</translation>
    </message>
    <message>
        <source>Part {name} is good and has a defect.</source>
        <translation>Teil {name} ist gut und hat einen Fehler.</translation>
    </message>
    <message>
        <source>Take one of the two away.</source>
        <translation>Eines von beiden wegnehmen.</translation>
    </message>
    <message>
        <source>The agreement study {name} has not ended: {done} of {presentations} presentations are done.</source>
        <translation>Die Übereinstimmungsstudie {name} ist nicht beendet: {done} von {presentations} Vorlagen sind gemacht.</translation>
    </message>
    <message>
        <source>Its figures are shown when it is finished.</source>
        <translation>Ihre Zahlen werden gezeigt, wenn sie beendet ist.</translation>
    </message>
    <message>
        <source>no part was presented yet</source>
        <translation>noch wurde kein Teil vorgelegt</translation>
    </message>
    <message>
        <source>Present the parts first.</source>
        <translation>Zuerst die Teile vorlegen.</translation>
    </message>
    <message>
        <source>{file} is too large for a list of parts.</source>
        <translation>{file} ist zu groß für eine Teileliste.</translation>
    </message>
    <message>
        <source>Give the file with the list itself.</source>
        <translation>Die Datei mit der Liste selbst angeben.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({problem}).</source>
        <translation>{file} kann nicht gelesen werden ({problem}).</translation>
    </message>
    <message>
        <source>Give the file with the parts.</source>
        <translation>Die Datei mit den Teilen angeben.</translation>
    </message>
    <message>
        <source>{file} is no text in UTF-8.</source>
        <translation>{file} ist kein Text in UTF-8.</translation>
    </message>
    <message>
        <source>Save the table as CSV UTF-8.</source>
        <translation>Die Tabelle als CSV UTF-8 speichern.</translation>
    </message>
    <message>
        <source>{file} is no table: {problem}.</source>
        <translation>{file} ist keine Tabelle: {problem}.</translation>
    </message>
    <message>
        <source>{file} has no parts.</source>
        <translation>{file} enthält keine Teile.</translation>
    </message>
    <message>
        <source>{file} has no column {column}.</source>
        <translation>{file} hat keine Spalte {column}.</translation>
    </message>
    <message>
        <source>The first line names the columns: {columns}; the reference is good or defect, the defect may be empty.</source>
        <translation>Die erste Zeile nennt die Spalten: {columns}; reference ist good oder defect, defect darf leer sein.</translation>
    </message>
    <message>
        <source>{file}, line {line}: the part has no name.</source>
        <translation>{file}, Zeile {line}: das Teil hat keinen Namen.</translation>
    </message>
    <message>
        <source>{file}, line {line}: the reference of part {part} is empty.</source>
        <translation>{file}, Zeile {line}: die Referenz von Teil {part} ist leer.</translation>
    </message>
    <message>
        <source>{file}, line {line}: {word} is neither good nor defect (part {part}).</source>
        <translation>{file}, Zeile {line}: {word} ist weder good noch defect (Teil {part}).</translation>
    </message>
    <message>
        <source>{file}, line {line}: there are more cells than columns.</source>
        <translation>{file}, Zeile {line}: es gibt mehr Zellen als Spalten.</translation>
    </message>
    <message>
        <source>{file}, line {line}: part {part} is good and has the defect {defect}.</source>
        <translation>{file}, Zeile {line}: Teil {part} ist gut und hat den Fehler {defect}.</translation>
    </message>
    <message>
        <source>{file}, line {line}: part {part} is in line {first} already.</source>
        <translation>{file}, Zeile {line}: Teil {part} steht schon in Zeile {first}.</translation>
    </message>
    <message>
        <source>Write on the part what you write here.</source>
        <translation>Auf das Teil schreiben, was hier steht.</translation>
    </message>
    <message>
        <source>Let the experts decide, or leave the part out.</source>
        <translation>Die Fachleute entscheiden lassen oder das Teil weglassen.</translation>
    </message>
    <message>
        <source>Study {number} does not match its own hash: the row was changed or is damaged.</source>
        <translation>Studie {number} passt nicht zu ihrer eigenen Prüfsumme: die Zeile wurde geändert oder ist beschädigt.</translation>
    </message>
    <message>
        <source>Do not use it. Put back a backup of the database, or make a new study.</source>
        <translation>Nicht verwenden. Eine Sicherung der Datenbank einspielen oder eine neue Studie anlegen.</translation>
    </message>
    <message>
        <source>The station is in fault: {problem}</source>
        <translation>Die Station ist gestört: {problem}</translation>
    </message>
    <message>
        <source>The last study was of another model.</source>
        <translation>Die letzte Studie war mit einem anderen Modell.</translation>
    </message>
    <message>
        <source>The recipe does not correct by it yet: it has to be taken over.</source>
        <translation>Das Rezept korrigiert noch nicht damit: sie muss übernommen werden.</translation>
    </message>
    <message>
        <source>Too few good parts yet to say anything of a drift.</source>
        <translation>Noch zu wenige Gutteile, um etwas über eine Drift zu sagen.</translation>
    </message>
    <message>
        <source>Look at the light: lamp, exposure, dirt, stray light. A higher threshold would only hide it.</source>
        <translation>Sehen Sie nach dem Licht: Lampe, Belichtung, Schmutz, Streulicht. Eine höhere Schwelle würde es nur verbergen.</translation>
    </message>
    <message>
        <source>Look at the lens: focus, dirt, a loose mount. A higher threshold would only hide it.</source>
        <translation>Sehen Sie nach dem Objektiv: Schärfe, Schmutz, lockere Halterung. Eine höhere Schwelle würde es nur verbergen.</translation>
    </message>
    <message>
        <source>Look at how the parts lie: holder, trigger, camera mount. A higher threshold would only hide it.</source>
        <translation>Sehen Sie nach, wie die Teile liegen: Aufnahme, Auslösung, Kamerahalterung. Eine höhere Schwelle würde es nur verbergen.</translation>
    </message>
    <message>
        <source>The pictures are as they were: look at the lot, the material or the process before. A higher threshold would only hide it.</source>
        <translation>Die Bilder sind wie zuvor: sehen Sie nach Charge, Material oder dem Prozess davor. Eine höhere Schwelle würde es nur verbergen.</translation>
    </message>
    <message>
        <source>Good parts of {name} have drifted: {what}.</source>
        <translation>Gutteile von {name} haben sich verändert: {what}.</translation>
    </message>
    <message>
        <source>{quantity}, and {number} more</source>
        <translation>{quantity}, und {number} weitere</translation>
    </message>
    <message>
        <source>{quantity} up by {size} sd ({low} to {high})</source>
        <translation>{quantity} um {size} Standardabweichungen höher ({low} bis {high})</translation>
    </message>
    <message>
        <source>{quantity} down by {size} sd ({low} to {high})</source>
        <translation>{quantity} um {size} Standardabweichungen tiefer ({low} bis {high})</translation>
    </message>
    <message>
        <source>spread of the {quantity} {ratio} times as before ({low} to {high})</source>
        <translation>{quantity}: Streuung {ratio}-mal so groß wie zuvor ({low} bis {high})</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>saturated share</source>
        <translation>gesättigter Anteil</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>shift of the part</source>
        <translation>Versatz des Teils</translation>
    </message>
    <message>
        <source>turn of the part</source>
        <translation>Drehung des Teils</translation>
    </message>
    <message>
        <source>The drift monitor failed: {problem}</source>
        <translation>Die Driftüberwachung ist ausgefallen: {problem}</translation>
    </message>
    <message>
        <source>picture too dark: brightness {share}, at least {bound} expected (lamp, exposure, lens cap?)</source>
        <translation>Bild zu dunkel: Helligkeit {share}, erwartet mindestens {bound} (Lampe, Belichtung, Objektivdeckel?)</translation>
    </message>
    <message>
        <source>picture too bright: brightness {share}, at most {bound} expected (exposure, stray light?)</source>
        <translation>Bild zu hell: Helligkeit {share}, erwartet höchstens {bound} (Belichtung, Streulicht?)</translation>
    </message>
    <message>
        <source>picture over-exposed: {share} of it saturated, at most {bound} expected (exposure, gain, stray light?)</source>
        <translation>Bild überbelichtet: {share} gesättigt, erwartet höchstens {bound} (Belichtung, Verstärkung, Streulicht?)</translation>
    </message>
    <message>
        <source>picture blurred: sharpness {value}, at least {limit} expected (focus, motion, dirt on the lens?)</source>
        <translation>Bild unscharf: Schärfe {value}, erwartet mindestens {limit} (Fokus, Bewegung, Schmutz auf dem Objektiv?)</translation>
    </message>
    <message>
        <source>part not recognised at its place: agreement with the reference {value}, at least {limit} expected (no part, another part, upside down?)</source>
        <translation>Teil an seinem Platz nicht erkannt: Übereinstimmung mit der Referenz {value}, erwartet mindestens {limit} (kein Teil, anderes Teil, verkehrt herum?)</translation>
    </message>
    <message>
        <source>part out of place: {value} px from its place, at most {limit} px expected (holder, trigger, camera mount?)</source>
        <translation>Teil nicht an seinem Platz: {value} px daneben, erwartet höchstens {limit} px (Aufnahme, Auslösung, Kamerahalterung?)</translation>
    </message>
    <message>
        <source>part turned: by {value} degrees, at most {limit} degrees expected (holder, camera mount?)</source>
        <translation>Teil verdreht: um {value} Grad, erwartet höchstens {limit} Grad (Aufnahme, Kamerahalterung?)</translation>
    </message>
    <message>
        <source>picture of another size than the reference picture of the image gate</source>
        <translation>Bild von anderer Größe als das Referenzbild der Bildprüfung</translation>
    </message>
    <message>
        <source>it needs at least {fewest} good pictures, there are {number}</source>
        <translation>es braucht mindestens {fewest} gute Bilder, es sind {number}</translation>
    </message>
    <message>
        <source>the good pictures have no place in common: the material or its position changes from one to the next</source>
        <translation>die guten Bilder haben keinen gemeinsamen Platz: Material oder Lage wechseln von einem zum nächsten</translation>
    </message>
    <message>
        <source>the parts lie anywhere in the pictures</source>
        <translation>die Teile liegen irgendwo im Bild</translation>
    </message>
    <message>
        <source>no place could be learned: {why}</source>
        <translation>kein Platz konnte gelernt werden: {why}</translation>
    </message>
    <message>
        <source>Keep the limits without the place.</source>
        <translation>Behalten Sie die Grenzen ohne den Platz.</translation>
    </message>
    <message>
        <source>The image gate is changed for a reason.</source>
        <translation>Die Bildprüfung wird aus einem Grund geändert.</translation>
    </message>
    <message>
        <source>The limits are those that the recipe has.</source>
        <translation>Die Grenzen sind die, die das Rezept schon hat.</translation>
    </message>
    <message>
        <source>There is nothing to keep.</source>
        <translation>Es gibt nichts zu behalten.</translation>
    </message>
    <message>
        <source>No picture that recipe {name} version {version} was taught from is there any more.</source>
        <translation>Kein Bild, mit dem Rezept {name} Version {version} angelernt wurde, ist noch da.</translation>
    </message>
    <message>
        <source>There is no raw picture to take: the camera is not open here.</source>
        <translation>Es gibt kein Rohbild aufzunehmen: die Kamera ist hier nicht geöffnet.</translation>
    </message>
    <message>
        <source>Stop the line, then start the live view.</source>
        <translation>Halten Sie die Linie an und starten Sie dann das Livebild.</translation>
    </message>
    <message>
        <source>taking the pictures</source>
        <translation>Bilder werden aufgenommen</translation>
    </message>
    <message>
        <source>Put one even white or grey sheet over the whole view, a little out of focus.</source>
        <translation>Legen Sie ein gleichmäßig weißes oder graues Blatt über das ganze Bildfeld, etwas unscharf.</translation>
    </message>
    <message>
        <source>the bright reference is not even: {value} % of the view differ by more than {limit} % from a smooth fall-off of light, by {worst} % around x {x}, y {y}; something lies in view there</source>
        <translation>die helle Referenz ist nicht gleichmäßig: {value} % des Bildfelds weichen um mehr als {limit} % von einem sanften Lichtabfall ab, um {worst} % bei x {x}, y {y}; dort liegt etwas im Bild</translation>
    </message>
    <message>
        <source>the bright reference is saturated: {value} % of it are at {level}, at most {limit} % may be</source>
        <translation>die helle Referenz ist gesättigt: {value} % liegen bei {level}, höchstens {limit} % dürfen es sein</translation>
    </message>
    <message>
        <source>Shorten the exposure until the brightest place lies at about 80 % of full scale, and take it again.</source>
        <translation>Verkürzen Sie die Belichtung, bis die hellste Stelle bei etwa 80 % liegt, und nehmen Sie neu auf.</translation>
    </message>
    <message>
        <source>the dark reference is not dark: its mean is {value} % of full scale, at most {limit} % may be</source>
        <translation>die dunkle Referenz ist nicht dunkel: ihr Mittel liegt bei {value} %, höchstens {limit} % dürfen es sein</translation>
    </message>
    <message>
        <source>Cover the lens, or switch the light off and shut out daylight.</source>
        <translation>Decken Sie das Objektiv ab, oder schalten Sie das Licht aus und halten Sie Tageslicht fern.</translation>
    </message>
    <message>
        <source>the bright reference is too dark: its mean is {value} % of full scale above the dark one, at least {limit} % are needed</source>
        <translation>die helle Referenz ist zu dunkel: ihr Mittel liegt {value} % über der dunklen, mindestens {limit} % sind nötig</translation>
    </message>
    <message>
        <source>Make the exposure longer or the light stronger until the brightest place lies at about 80 %.</source>
        <translation>Verlängern Sie die Belichtung oder verstärken Sie das Licht, bis die hellste Stelle bei etwa 80 % liegt.</translation>
    </message>
    <message>
        <source>the light changed: {what} picture {number} has a mean of {level}, the others {middle}</source>
        <translation>das Licht hat sich geändert: Bild {number} ({what}) hat ein Mittel von {level}, die anderen {middle}</translation>
    </message>
    <message>
        <source>Keep the light steady (warmed up, no flicker, no daylight) and take the pictures again.</source>
        <translation>Halten Sie das Licht stabil (warm, ohne Flimmern, ohne Tageslicht) und nehmen Sie neu auf.</translation>
    </message>
    <message>
        <source>Use the camera settings of the calibration, or calibrate again.</source>
        <translation>Verwenden Sie die Kameraeinstellungen der Kalibrierung, oder kalibrieren Sie neu.</translation>
    </message>
    <message>
        <source>Lay a plain grey card into the middle of the view, at least half as wide and high as the view.</source>
        <translation>Legen Sie eine einfarbige Graukarte in die Bildmitte, mindestens halb so breit und hoch wie das Bildfeld.</translation>
    </message>
    <message>
        <source>picture {number} is grey; only colour pictures have a white balance</source>
        <translation>Bild {number} ist grau; nur Farbbilder haben einen Weißabgleich</translation>
    </message>
    <message>
        <source>Set the camera to colour.</source>
        <translation>Stellen Sie die Kamera auf Farbe.</translation>
    </message>
    <message>
        <source>the grey card is saturated: {value} % of the middle of the view are at full scale</source>
        <translation>die Graukarte ist gesättigt: {value} % der Bildmitte sind voll ausgesteuert</translation>
    </message>
    <message>
        <source>Shorten the exposure and take the pictures again.</source>
        <translation>Verkürzen Sie die Belichtung und nehmen Sie neu auf.</translation>
    </message>
    <message>
        <source>the middle of the view is no even grey card: its colour differs by up to {colour} %, its brightness by up to {shade} %</source>
        <translation>die Bildmitte ist keine gleichmäßige Graukarte: die Farbe weicht um bis zu {colour} % ab, die Helligkeit um bis zu {shade} %</translation>
    </message>
    <message>
        <source>the {board} was not found: {seen}</source>
        <translation>das {board} wurde nicht gefunden: {seen}</translation>
    </message>
    <message>
        <source>{markers} of {all_markers} markers and {found} of {corners} corners were seen</source>
        <translation>{markers} von {all_markers} Marken und {found} von {corners} Ecken wurden gesehen</translation>
    </message>
    <message>
        <source>not all of its {across} x {down} inner corners were seen</source>
        <translation>nicht alle {across} x {down} inneren Ecken wurden gesehen</translation>
    </message>
    <message>
        <source>{kind} of {columns} x {rows} squares of {side} mm</source>
        <translation>{kind} aus {columns} x {rows} Feldern von {side} mm</translation>
    </message>
    <message>
        <source>a chessboard of {columns} x {rows} squares looks the same upside down</source>
        <translation>ein Schachbrett aus {columns} x {rows} Feldern sieht verkehrt herum gleich aus</translation>
    </message>
    <message>
        <source>Take an even and an odd number of squares, such as 12 x 9, or a ChArUco board.</source>
        <translation>Nehmen Sie eine gerade und eine ungerade Zahl von Feldern, etwa 12 x 9, oder ein ChArUco-Brett.</translation>
    </message>
    <message>
        <source>{number} pictures show the board; {fewest} are good.</source>
        <translation>{number} Bilder zeigen das Brett; {fewest} sind gut.</translation>
    </message>
    <message>
        <source>The board was never seen in these parts of the view: {places}.</source>
        <translation>In diesen Teilen des Bildfelds war das Brett nie zu sehen: {places}.</translation>
    </message>
    <message>
        <source>The board was tilted by {tilt} degrees at most; {wanted} to 45 are good.</source>
        <translation>Das Brett war höchstens um {tilt} Grad geneigt; {wanted} bis 45 sind gut.</translation>
    </message>
    <message>
        <source>the board was found in {number} pictures; at least {fewest} are needed</source>
        <translation>das Brett wurde in {number} Bildern gefunden; mindestens {fewest} sind nötig</translation>
    </message>
    <message>
        <source>Take about {number}: all over the view, tilted in all directions.</source>
        <translation>Nehmen Sie etwa {number} auf: über das ganze Bildfeld, in alle Richtungen geneigt.</translation>
    </message>
    <message>
        <source>the board was seen in {number} of 9 parts of the view; at least {fewest} are needed</source>
        <translation>das Brett war in {number} von 9 Teilen des Bildfelds zu sehen; mindestens {fewest} sind nötig</translation>
    </message>
    <message>
        <source>picture {number} does not fit the others: its corners lie {off} pixels off, those of the others {usual}</source>
        <translation>Bild {number} passt nicht zu den anderen: seine Ecken liegen {off} Pixel daneben, die der anderen {usual}</translation>
    </message>
    <message>
        <source>Leave it out: the board was moved, bent or covered in it.</source>
        <translation>Lassen Sie es weg: das Brett war darin bewegt, verbogen oder verdeckt.</translation>
    </message>
    <message>
        <source>finding the lens</source>
        <translation>Objektiv wird bestimmt</translation>
    </message>
    <message>
        <source>No set-up is for training: the folder alone cannot teach a model.</source>
        <translation>Kein Aufbau ist zum Einlernen: Der Ordner allein kann kein Modell einlernen.</translation>
    </message>
    <message>
        <source>No set-up shows a defect: what would escape stays unknown.</source>
        <translation>Kein Aufbau zeigt einen Fehler: Was durchschlüpfen würde, bleibt unbekannt.</translation>
    </message>
    <message>
        <source>Check the path of the plan.</source>
        <translation>Den Pfad des Plans prüfen.</translation>
    </message>
    <message>
        <source>docs/capture-plan.md shows a whole plan.</source>
        <translation>docs/capture-plan.md zeigt einen ganzen Plan.</translation>
    </message>
    <message>
        <source>docs/capture-plan.md explains each key.</source>
        <translation>docs/capture-plan.md erklärt jeden Schlüssel.</translation>
    </message>
    <message>
        <source>{folder} is a file.</source>
        <translation>{folder} ist eine Datei.</translation>
    </message>
    <message>
        <source>{folder} holds pictures of a plan already.</source>
        <translation>{folder} enthält schon Bilder eines Plans.</translation>
    </message>
    <message>
        <source>Go on with it (--resume), or give another folder.</source>
        <translation>Damit weitermachen (--resume) oder einen anderen Ordner angeben.</translation>
    </message>
    <message>
        <source>{folder} holds other files.</source>
        <translation>{folder} enthält andere Dateien.</translation>
    </message>
    <message>
        <source>Give a folder that is not there yet, or an empty one.</source>
        <translation>Einen Ordner angeben, den es noch nicht gibt, oder einen leeren.</translation>
    </message>
    <message>
        <source>{folder} holds no run of a plan to go on with.</source>
        <translation>{folder} enthält keinen Durchgang eines Plans, mit dem weitergemacht werden könnte.</translation>
    </message>
    <message>
        <source>Begin one, without --resume.</source>
        <translation>Einen beginnen, ohne --resume.</translation>
    </message>
    <message>
        <source>{folder} holds a run of another plan: {what}.</source>
        <translation>{folder} enthält den Durchgang eines anderen Plans: {what}.</translation>
    </message>
    <message>
        <source>The folder holds a run of another plan.</source>
        <translation>Der Ordner enthält den Durchgang eines anderen Plans.</translation>
    </message>
    <message>
        <source>Give the plan back its old words, or begin a run in another folder.</source>
        <translation>Dem Plan seine alten Worte zurückgeben oder einen Durchgang in einem anderen Ordner beginnen.</translation>
    </message>
    <message>
        <source>{path}: line {number} is not one that this program wrote.</source>
        <translation>{path}: Zeile {number} hat nicht dieses Programm geschrieben.</translation>
    </message>
    <message>
        <source>Put the file back from a copy.</source>
        <translation>Die Datei aus einer Kopie zurückholen.</translation>
    </message>
    <message>
        <source>{path}: is empty.</source>
        <translation>{path}: ist leer.</translation>
    </message>
    <message>
        <source>Delete it and begin the plan anew.</source>
        <translation>Sie löschen und den Plan neu beginnen.</translation>
    </message>
    <message>
        <source>Another program takes pictures into {folder}.</source>
        <translation>Ein anderes Programm nimmt Bilder in {folder} auf.</translation>
    </message>
    <message>
        <source>End that one first.</source>
        <translation>Zuerst jenes beenden.</translation>
    </message>
    <message>
        <source>{camera} takes no pictures when this program asks for them.</source>
        <translation>{camera} nimmt keine Bilder auf, wenn dieses Programm sie verlangt.</translation>
    </message>
    <message>
        <source>A capture plan needs a camera with software trigger.</source>
        <translation>Ein Aufnahmeplan braucht eine Kamera mit Software-Trigger.</translation>
    </message>
    <message>
        <source>The plan sets camera.{key}, and {camera} cannot set it.</source>
        <translation>Der Plan stellt camera.{key} ein, und {camera} kann das nicht.</translation>
    </message>
    <message>
        <source>Leave it out of the plan.</source>
        <translation>Es im Plan weglassen.</translation>
    </message>
    <message>
        <source>The camera is not there.</source>
        <translation>Die Kamera ist nicht da.</translation>
    </message>
    <message>
        <source>No picture came within {time} s.</source>
        <translation>Innerhalb von {time} s kam kein Bild.</translation>
    </message>
    <message>
        <source>The picture did not arrive whole ({why}).</source>
        <translation>Das Bild kam nicht ganz an ({why}).</translation>
    </message>
    <message>
        <source>It is asked for again.</source>
        <translation>Es wird noch einmal verlangt.</translation>
    </message>
    <message>
        <source>A capture plan runs already.</source>
        <translation>Es läuft schon ein Aufnahmeplan.</translation>
    </message>
    <message>
        <source>The line runs and has the camera.</source>
        <translation>Die Linie läuft und hat die Kamera.</translation>
    </message>
    <message>
        <source>A capture plan was started.</source>
        <translation>Ein Aufnahmeplan wurde begonnen.</translation>
    </message>
    <message>
        <source>The plan {name} has poses, and no robot is set up at this station.</source>
        <translation>Der Plan {name} hat Posen, und an dieser Station ist kein Roboter eingerichtet.</translation>
    </message>
    <message>
        <source>Give station.toml a section [robot], or take the poses out: then the part is moved by hand.</source>
        <translation>station.toml einen Abschnitt [robot] geben oder die Posen herausnehmen: dann wird das Teil von Hand bewegt.</translation>
    </message>
    <message>
        <source>The robot leads: it chooses its poses itself, and a plan has to ask for them.</source>
        <translation>Der Roboter führt: Er wählt seine Posen selbst, und ein Plan muss sie verlangen.</translation>
    </message>
    <message>
        <source>Set robot.mode = &quot;station_leads&quot;, and ROBOT_LEADS = False in the robot&apos;s program.</source>
        <translation>robot.mode = &quot;station_leads&quot; setzen, und ROBOT_LEADS = False im Programm des Roboters.</translation>
    </message>
    <message>
        <source>No capture plan runs.</source>
        <translation>Es läuft kein Aufnahmeplan.</translation>
    </message>
    <message>
        <source>The plan was cancelled; what was taken stays.</source>
        <translation>Der Plan wurde abgebrochen; was aufgenommen ist, bleibt.</translation>
    </message>
    <message>
        <source>It can be gone on with.</source>
        <translation>Es kann weitergemacht werden.</translation>
    </message>
    <message>
        <source>The plan failed: {error}</source>
        <translation>Der Plan ist gescheitert: {error}</translation>
    </message>
    <message>
        <source>The plan was paused.</source>
        <translation>Der Plan wurde angehalten.</translation>
    </message>
    <message>
        <source>Nothing is asked that could be answered so.</source>
        <translation>Nichts ist gefragt, was so beantwortet werden könnte.</translation>
    </message>
    <message>
        <source>Read what the plan asks for.</source>
        <translation>Lesen, wonach der Plan fragt.</translation>
    </message>
    <message>
        <source>The robot was lost while the picture at pose {pose} was taken.</source>
        <translation>Der Roboter ging verloren, während das Bild an Pose {pose} aufgenommen wurde.</translation>
    </message>
    <message>
        <source>The arm moved by {gap} mm while the picture at pose {pose} was taken.</source>
        <translation>Der Arm bewegte sich um {gap} mm, während das Bild an Pose {pose} aufgenommen wurde.</translation>
    </message>
    <message>
        <source>Look whether something else moves it.</source>
        <translation>Nachsehen, ob ihn etwas anderes bewegt.</translation>
    </message>
    <message>
        <source>The picture is {found}, but the pictures of {product} are {kind}.</source>
        <translation>Das Bild ist {found}, aber die Bilder von {product} sind {kind}.</translation>
    </message>
    <message>
        <source>A data set holds pictures of one kind: set the camera as it was, or give the plan another product.</source>
        <translation>Ein Datensatz enthält Bilder einer Art: die Kamera einstellen, wie sie war, oder dem Plan ein anderes Produkt geben.</translation>
    </message>
    <message>
        <source>The picture is {found}; recipe {name} version {version} needs {kind}.</source>
        <translation>Das Bild ist {found}; Rezept {name} Version {version} braucht {kind}.</translation>
    </message>
    <message>
        <source>ground_truth is empty: nobody painted masks. Paint them on the page Masks, or do without pixel figures.</source>
        <translation>ground_truth ist leer: Niemand hat Masken gemalt. Sie auf der Seite Masken malen oder auf Pixelzahlen verzichten.</translation>
    </message>
    <message>
        <source>The PLC is not connected.</source>
        <translation>Die SPS ist nicht verbunden.</translation>
    </message>
    <message>
        <source>Look at its power, its cable and its address; the station takes it by itself when it comes.</source>
        <translation>Stromversorgung, Kabel und Adresse der SPS prüfen; die Station nimmt sie von selbst an, wenn sie kommt.</translation>
    </message>
    <message>
        <source>The PLC&apos;s heartbeat stands still.</source>
        <translation>Das Lebenszeichen der SPS steht still.</translation>
    </message>
    <message>
        <source>Look whether the PLC program runs: it has to change its heartbeat register.</source>
        <translation>Prüfen, ob das SPS-Programm läuft: Es muss sein Lebenszeichen-Register ändern.</translation>
    </message>
    <message>
        <source>The station&apos;s own heartbeat stands still, so the PLC is shown no result.</source>
        <translation>Das eigene Lebenszeichen der Station steht still, darum wird der SPS kein Ergebnis gezeigt.</translation>
    </message>
    <message>
        <source>Look at the state of the line.</source>
        <translation>Den Zustand der Linie ansehen.</translation>
    </message>
    <message>
        <source>The PLC did not take a result in time.</source>
        <translation>Die SPS hat ein Ergebnis nicht rechtzeitig abgeholt.</translation>
    </message>
    <message>
        <source>Look at the PLC program: it has to answer ResultValid with ResultAck. It goes on when the PLC sets Reset.</source>
        <translation>SPS-Programm prüfen: Es muss ResultValid mit ResultAck beantworten. Weiter geht es, wenn die SPS Reset setzt.</translation>
    </message>
    <message>
        <source>The PLC leaves Trigger at 1 after Ack.</source>
        <translation>Die SPS lässt Trigger nach Ack auf 1.</translation>
    </message>
    <message>
        <source>Look at the PLC program.</source>
        <translation>SPS-Programm prüfen.</translation>
    </message>
    <message>
        <source>The PLC leaves ResultAck at 1 after ResultValid has gone.</source>
        <translation>Die SPS lässt ResultAck auf 1, nachdem ResultValid gefallen ist.</translation>
    </message>
    <message>
        <source>The recipe that the PLC asked for could not be put in force.</source>
        <translation>Das Rezept, das die SPS verlangt hat, konnte nicht in Kraft gesetzt werden.</translation>
    </message>
    <message>
        <source>The events say why; it is tried again when the PLC asks for 0 and then for it again.</source>
        <translation>Die Ereignisse sagen, warum; es wird wieder versucht, wenn die SPS 0 und dann erneut dieses Rezept verlangt.</translation>
    </message>
    <message>
        <source>Another recipe is in force than the PLC asked for.</source>
        <translation>Es ist ein anderes Rezept in Kraft, als die SPS verlangt hat.</translation>
    </message>
    <message>
        <source>Put that one in force again, or let the PLC ask anew.</source>
        <translation>Dieses wieder in Kraft setzen oder die SPS neu anfordern lassen.</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>Alles in Ordnung.</translation>
    </message>
    <message>
        <source>As many parts are under way as may be.</source>
        <translation>Es sind so viele Teile unterwegs, wie erlaubt sind.</translation>
    </message>
    <message>
        <source>Another recipe is being prepared.</source>
        <translation>Ein anderes Rezept wird vorbereitet.</translation>
    </message>
    <message>
        <source>The station waits until the PLC has Trigger and ResultAck at 0.</source>
        <translation>Die Station wartet, bis Trigger und ResultAck der SPS auf 0 sind.</translation>
    </message>
    <message>
        <source>The station is being started or stopped.</source>
        <translation>Die Station wird gestartet oder angehalten.</translation>
    </message>
    <message>
        <source>A trigger was not taken.</source>
        <translation>Ein Trigger wurde nicht angenommen.</translation>
    </message>
    <message>
        <source>The PLC asked for a recipe number that is not in [plc.recipes].</source>
        <translation>Die SPS hat eine Rezeptnummer verlangt, die nicht in [plc.recipes] steht.</translation>
    </message>
    <message>
        <source>The line is stopped.</source>
        <translation>Die Linie steht.</translation>
    </message>
    <message>
        <source>The reference parts have to be checked first.</source>
        <translation>Zuerst müssen die Referenzteile geprüft werden.</translation>
    </message>
    <message>
        <source>The station is in fault.</source>
        <translation>Die Station ist in Störung.</translation>
    </message>
    <message>
        <source>The PLC did not take a result in time; it has to set Reset.</source>
        <translation>Die SPS hat ein Ergebnis nicht rechtzeitig abgeholt; sie muss Reset setzen.</translation>
    </message>
    <message>
        <source>The station&apos;s own heartbeat stands still.</source>
        <translation>Das eigene Lebenszeichen der Station steht still.</translation>
    </message>
    <message>
        <source>No PLC is connected.</source>
        <translation>Keine SPS ist verbunden.</translation>
    </message>
    <message>
        <source>The PLC has another register map.</source>
        <translation>Die SPS hat eine andere Registerbelegung.</translation>
    </message>
    <message>
        <source>The PLC has register map {found}, this station {expected}.</source>
        <translation>Die SPS hat die Registerbelegung {found}, diese Station {expected}.</translation>
    </message>
    <message>
        <source>Load the PLC program that is made for this map; {where}</source>
        <translation>Das SPS-Programm laden, das für diese Belegung gemacht ist; {where}</translation>
    </message>
    <message>
        <source>docs/integration.md has the register map and the order of the signals.</source>
        <translation>docs/integration.md enthält die Registerbelegung und die Reihenfolge der Signale.</translation>
    </message>
    <message>
        <source>The PLC asks for recipe {number}, which is not in [plc.recipes].</source>
        <translation>Die SPS verlangt Rezept {number}, das nicht in [plc.recipes] steht.</translation>
    </message>
    <message>
        <source>Add it to station.toml.</source>
        <translation>In station.toml ergänzen.</translation>
    </message>
    <message>
        <source>The PLC is connected.</source>
        <translation>Die SPS ist verbunden.</translation>
    </message>
    <message>
        <source>The PLC is connected; Trigger and ResultAck have to be 0 once.</source>
        <translation>Die SPS ist verbunden; Trigger und ResultAck müssen einmal auf 0 sein.</translation>
    </message>
    <message>
        <source>The PLC is connected; the station is not ready.</source>
        <translation>Die SPS ist verbunden; die Station ist nicht bereit.</translation>
    </message>
    <message>
        <source>No PLC is connected; the station listens on {peer}.</source>
        <translation>Keine SPS ist verbunden; die Station hört auf {peer}.</translation>
    </message>
    <message>
        <source>The PLC at {peer} is not connected.</source>
        <translation>Die SPS unter {peer} ist nicht verbunden.</translation>
    </message>
    <message>
        <source>The PLC at {peer} is not connected: {problem}</source>
        <translation>Die SPS unter {peer} ist nicht verbunden: {problem}</translation>
    </message>
    <message>
        <source>The Modbus server does not run: {problem}</source>
        <translation>Der Modbus-Server läuft nicht: {problem}</translation>
    </message>
    <message>
        <source>it does not answer.</source>
        <translation>sie antwortet nicht.</translation>
    </message>
    <message>
        <source>it ended the connection.</source>
        <translation>sie hat die Verbindung beendet.</translation>
    </message>
    <message>
        <source>Look at the PLC: for it the part is a reject.</source>
        <translation>SPS ansehen: Für sie ist das Teil Ausschuss.</translation>
    </message>
    <message>
        <source>The PLC did not take the answer to {part}.</source>
        <translation>Die SPS hat die Antwort nicht abgeholt: {part}.</translation>
    </message>
    <message>
        <source>The PLC may have let a part pass by an OK that was taken back: acquisition {acquisition}.</source>
        <translation>Die SPS hat vielleicht ein Teil mit einem OK durchgelassen, das zurückgenommen wurde: Aufnahme {acquisition}.</translation>
    </message>
    <message>
        <source>Take this part out by hand, then acknowledge.</source>
        <translation>Dieses Teil von Hand herausnehmen, dann quittieren.</translation>
    </message>
    <message>
        <source>The PLC is not there to take the verdict on acquisition {acquisition}.</source>
        <translation>Die SPS ist nicht da, um das Urteil zu Aufnahme {acquisition} zu nehmen.</translation>
    </message>
    <message>
        <source>The part is a reject for the PLC: it gets no ResultValid for this acquisition.</source>
        <translation>Für die SPS ist das Teil Ausschuss: Sie bekommt kein ResultValid für diese Aufnahme.</translation>
    </message>
    <message>
        <source>The handshake with the PLC failed: {error}</source>
        <translation>Der Handshake mit der SPS ist gescheitert: {error}</translation>
    </message>
    <message>
        <source>Close the program and open it again.</source>
        <translation>Das Programm schließen und wieder öffnen.</translation>
    </message>
    <message>
        <source>there is no bright picture to learn the flat field from</source>
        <translation>es gibt kein helles Bild, aus dem das Hellfeld gelernt werden kann</translation>
    </message>
    <message>
        <source>Put an even white or grey sheet where the part lies and take some pictures.</source>
        <translation>Legen Sie ein gleichmäßig weißes oder graues Blatt dorthin, wo das Teil liegt, und nehmen Sie einige Bilder auf.</translation>
    </message>
    <message>
        <source>Make the light more even, or take the dark place out of the camera&apos;s region of interest.</source>
        <translation>Beleuchten Sie gleichmäßiger, oder nehmen Sie die dunkle Stelle aus dem Bildausschnitt der Kamera.</translation>
    </message>
    <message>
        <source>around x {x}, y {y} no pixel measures light within {reach} pixels: that is too large to replace</source>
        <translation>bei x {x}, y {y} misst im Umkreis von {reach} Pixeln keines Licht: das ist zu groß, um ersetzt zu werden</translation>
    </message>
    <message>
        <source>Clean sensor and lens. If it stays, the camera has to be replaced.</source>
        <translation>Reinigen Sie Sensor und Objektiv. Bleibt es, muss die Kamera ersetzt werden.</translation>
    </message>
    <message>
        <source>Take a larger board, or one with larger squares: it should fill the view.</source>
        <translation>Nehmen Sie eine größere Tafel oder eine mit größeren Feldern: sie soll das Bildfeld füllen.</translation>
    </message>
    <message>
        <source>the corners of the board lie {px} pixels ({mm} mm) off a plane; at most {limit} pixels are good enough</source>
        <translation>die Ecken der Tafel liegen {px} Pixel ({mm} mm) neben einer Ebene; höchstens {limit} Pixel sind gut genug</translation>
    </message>
    <message>
        <source>Glue the board onto something flat.</source>
        <translation>Kleben Sie die Tafel auf etwas Ebenes.</translation>
    </message>
    <message>
        <source>Calibrate the lens first.</source>
        <translation>Kalibrieren Sie zuerst das Objektiv.</translation>
    </message>
    <message>
        <source>bright</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>the light falls to {value} % of its mean at x {x}, y {y}; a correction by {gain} would show noise only</source>
        <translation>das Licht fällt bei x {x}, y {y} auf {value} % seines Mittels; eine Korrektur um {gain} zeigte nur Rauschen</translation>
    </message>
    <message>
        <source>{count} pixels ({value} %) do not measure light; at most {limit} % can be replaced</source>
        <translation>{count} Pixel ({value} %) messen kein Licht; höchstens {limit} % können ersetzt werden</translation>
    </message>
    <message>
        <source>the board covers {value} % of the view; at least {limit} % are needed</source>
        <translation>die Tafel bedeckt {value} % des Bildfelds; mindestens {limit} % sind nötig</translation>
    </message>
    <message>
        <source>the board was held flat: tilted by {most} degrees at most, and in fewer than three pictures by {limit}; the focal length cannot be told from that</source>
        <translation>die Tafel wurde flach gehalten: höchstens um {most} Grad geneigt, und in weniger als drei Bildern um {limit}; daraus lässt sich die Brennweite nicht bestimmen</translation>
    </message>
    <message>
        <source>Take more pictures with the board tilted by 20 to 45 degrees in all directions.</source>
        <translation>Nehmen Sie mehr Bilder auf, die Tafel um 20 bis 45 Grad in alle Richtungen geneigt.</translation>
    </message>
    <message>
        <source>the pixels would not be square: focal length {across} across and {down} down</source>
        <translation>die Pixel wären nicht quadratisch: Brennweite {across} quer und {down} längs</translation>
    </message>
    <message>
        <source>Check with a ruler that the board was printed to the same scale in both directions.</source>
        <translation>Prüfen Sie mit einem Lineal, ob die Tafel in beide Richtungen im gleichen Maßstab gedruckt ist.</translation>
    </message>
    <message>
        <source>The {part} was made {days} days ago; it is due every {every} days.</source>
        <translation>{part}: vor {days} Tagen gemacht, fällig alle {every} Tage.</translation>
    </message>
    <message>
        <source>The {part} is dated {time} UTC, which is in the future.</source>
        <translation>{part}: mit {time} UTC in der Zukunft datiert.</translation>
    </message>
    <message>
        <source>flat field</source>
        <translation>Hellfeld</translation>
    </message>
    <message>
        <source>white balance</source>
        <translation>Weißabgleich</translation>
    </message>
    <message>
        <source>lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>part plane</source>
        <translation>Teileebene</translation>
    </message>
    <message>
        <source>{name} has no calibration.</source>
        <translation>{name} hat keine Kalibrierung.</translation>
    </message>
    <message>
        <source>Recipe {name} version {version} judges by {calibration} already.</source>
        <translation>Rezept {name} Version {version} prüft schon mit {calibration}.</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>Es ist nichts zu tun.</translation>
    </message>
    <message>
        <source>Take pictures anew, they are corrected from now on, and teach the recipe from them.</source>
        <translation>Nehmen Sie neue Bilder auf, sie werden von nun an korrigiert, und lehren Sie das Rezept damit an.</translation>
    </message>
    <message>
        <source>Calibrate with the camera settings of the recipe, or teach the recipe anew.</source>
        <translation>Kalibrieren Sie mit den Kameraeinstellungen des Rezepts, oder lehren Sie das Rezept neu an.</translation>
    </message>
    <message>
        <source>Use the same camera settings, or begin anew and make all parts again.</source>
        <translation>Verwenden Sie dieselben Kameraeinstellungen, oder fangen Sie neu an und machen Sie alle Teile noch einmal.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Trigger</source>
        <translation>Auslösung</translation>
    </message>
    <message>
        <source>Trigger input</source>
        <translation>Auslöse-Eingang</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Pixel format</source>
        <translation>Pixelformat</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>camera&apos;s own</source>
        <translation>wie Kamera</translation>
    </message>
    <message>
        <source>{width} × {height} at {x}, {y}</source>
        <translation>{width} × {height} ab {x}, {y}</translation>
    </message>
    <message>
        <source>the station asks</source>
        <translation>die Station löst aus</translation>
    </message>
    <message>
        <source>an input of the camera</source>
        <translation>ein Eingang der Kamera</translation>
    </message>
    <message>
        <source>free run: the camera by itself</source>
        <translation>Freilauf: die Kamera von selbst</translation>
    </message>
    <message>
        <source>the station</source>
        <translation>die Station</translation>
    </message>
    <message>
        <source>an input</source>
        <translation>ein Eingang</translation>
    </message>
    <message>
        <source>free run</source>
        <translation>Freilauf</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>{setting}: asked {asked}, camera accepted {accepted}.</source>
        <translation>{setting}: gewünscht {asked}, von der Kamera angenommen {accepted}.</translation>
    </message>
</context>
<context>
    <name>threshold</name>
    <message>
        <source>AUROC {auroc}, {interval}.</source>
        <translation>AUROC {auroc}, {interval}.</translation>
    </message>
    <message>
        <source>Escape rate unknown.</source>
        <translation>Durchschlupf unbekannt.</translation>
    </message>
    <message>
        <source>Version {version}, model {model}: {good}, {defects}.</source>
        <translation>Version {version}, Modell {model}: {good}, {defects}.</translation>
    </message>
    <message>
        <source>At best they show false rejects of {bound}.</source>
        <translation>Bestenfalls belegen sie einen Pseudo-Ausschuss von {bound}.</translation>
    </message>
    <message>
        <source>Escapes: {bound}.</source>
        <translation>Durchschlupf: {bound}.</translation>
    </message>
    <message>
        <source>To show {claim} takes {pictures}.</source>
        <translation>Für {claim} braucht es {pictures}.</translation>
    </message>
    <message>
        <source>False rejects unknown: no good picture was scored</source>
        <translation>Pseudo-Ausschuss unbekannt: kein gutes Bild wurde bewertet</translation>
    </message>
    <message>
        <source>{count} of {total} good would be rejected</source>
        <translation>{count} von {total} guten wären Ausschuss</translation>
    </message>
    <message>
        <source>Escape rate unknown: no defect was scored</source>
        <translation>Durchschlupf unbekannt: kein Defekt wurde bewertet</translation>
    </message>
    <message>
        <source>{count} of 1 defect would pass</source>
        <translation>{count} von 1 Defekt käme durch</translation>
    </message>
    <message>
        <source>{count} of {total} defects would pass</source>
        <translation>{count} von {total} Defekten kämen durch</translation>
    </message>
    <message>
        <source>good {good}, defects {defects}</source>
        <translation>gut {good}, Defekte {defects}</translation>
    </message>
    <message>
        <source>{counted}: {bounded}</source>
        <translation>{counted}: {bounded}</translation>
    </message>
</context>
<context>
    <name>train</name>
    <message>
        <source>Region: the whole picture</source>
        <translation>Bereich: das ganze Bild</translation>
    </message>
    <message>
        <source>Region: {width} x {height} at {x}, {y}</source>
        <translation>Bereich: {width} x {height} bei {x}, {y}</translation>
    </message>
    <message>
        <source>; ignored areas: {count}</source>
        <translation>; ignorierte Flächen: {count}</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Accurate</source>
        <translation>Genau</translation>
    </message>
    <message>
        <source>With so few pictures the same as {other}: nothing else was better.</source>
        <translation>Bei so wenigen Bildern dasselbe wie {other}: nichts anderes war besser.</translation>
    </message>
    <message>
        <source>Made for a handful of good pictures: never clearly worse, and better where defects are faint.</source>
        <translation>Für eine Handvoll guter Bilder: nie klar schlechter, und besser bei schwachen Defekten.</translation>
    </message>
    <message>
        <source>The shortest answer, however much it learned. Take it when the cycle is short.</source>
        <translation>Die schnellste Antwort, egal wie viel gelernt wurde. Für kurze Takte.</translation>
    </message>
    <message>
        <source>Best or equal on every material that was measured. Begin with this one.</source>
        <translation>Am besten oder gleichauf bei jedem gemessenen Material. Damit beginnen.</translation>
    </message>
    <message>
        <source>Better where defects are faint, a little worse elsewhere. Learns and answers more slowly.</source>
        <translation>Besser bei schwachen Defekten, sonst etwas schlechter. Lernt und antwortet langsamer.</translation>
    </message>
    <message>
        <source>AUROC {tiles} tiles, {solar} solar</source>
        <translation>AUROC {tiles} Fliesen, {solar} Solarzellen</translation>
    </message>
    <message>
        <source> · {ms} ms</source>
        <translation> · {ms} ms</translation>
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
        <source>Blocked</source>
        <translation>Gesperrt</translation>
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
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>taken into the data set</source>
        <translation>in den Datensatz aufgenommen</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm</source>
        <translation>dd.MM.yyyy HH:mm</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation>d. MMM HH:mm</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>no. {number}</source>
        <translation>Nr. {number}</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation>d. MMM yyyy HH:mm</translation>
    </message>
    <message>
        <source>1 defect</source>
        <translation>1 Defekt</translation>
    </message>
    <message>
        <source>{count} defects</source>
        <translation>{count} Defekte</translation>
    </message>
    <message>
        <source>1 good picture</source>
        <translation>1 gutes Bild</translation>
    </message>
    <message>
        <source>{count} good pictures</source>
        <translation>{count} gute Bilder</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>{count} pictures</source>
        <translation>{count} Bilder</translation>
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
