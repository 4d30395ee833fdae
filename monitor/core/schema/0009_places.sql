-- What everything else points at stays, whoever writes: who did something is told by an account.
CREATE TRIGGER d11_user_delete BEFORE DELETE ON users
BEGIN SELECT RAISE(ABORT, 'D11: Ett konto tas inte bort. Stäng av det i stället.'); END;
CREATE TRIGGER d11_user_name BEFORE UPDATE ON users
WHEN NEW.username IS NOT OLD.username
BEGIN SELECT RAISE(ABORT, 'D11: Ett kontos namn ändras inte: ändringsloggen nämner det.'); END;
CREATE TRIGGER d11_user_taken BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM users WHERE username = NEW.username)
BEGIN SELECT RAISE(ABORT, 'D11: Namnet är upptaget av ett annat konto.'); END;
