/** A form that was not sent from a page of this session: forged, or older than the session. */
export class ForeignForm extends Error {
  constructor() {
    super('the form was not sent from a page of this session');
    this.name = 'ForeignForm';
  }
}
