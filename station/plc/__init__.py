"""The handshake with a PLC over Modbus TCP: register map, state machine, transports.

`registers` is the map, `handshake` the state machine on its words, `server` and `client` carry the words over Modbus
TCP and need pymodbus; nothing else here does.
"""
