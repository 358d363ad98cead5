"""Windows' own protection of small secrets: what this user protects, only this user on this PC can open again.

https://learn.microsoft.com/windows/win32/api/dpapi/nf-dpapi-cryptprotectdata
"""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    _UI_FORBIDDEN = 0x1
    _crypt32 = ctypes.WinDLL("crypt32", use_last_error=True)
    _kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel32.LocalFree.argtypes = [ctypes.c_void_p]
    _kernel32.LocalFree.restype = ctypes.c_void_p

    def _turn(function: str, data: bytes) -> bytes:
        buffer = ctypes.create_string_buffer(data, len(data))
        given = _Blob(len(data), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
        made = _Blob()
        turned = getattr(_crypt32, function)
        if not turned(ctypes.byref(given), None, None, None, None, _UI_FORBIDDEN, ctypes.byref(made)):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            return ctypes.string_at(made.data, made.size)
        finally:
            _kernel32.LocalFree(made.data)

    def protect(secret: bytes) -> bytes:
        """Raises OSError."""
        return _turn("CryptProtectData", secret)

    def unprotect(blob: bytes) -> bytes:
        """Raises OSError, also for a blob of another user or another PC."""
        return _turn("CryptUnprotectData", blob)
